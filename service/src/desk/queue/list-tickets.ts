import type { Ctx } from '@tractops/platform'
import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { ticket } from '../tables.ts'
import { conditionsOf } from './conditions.ts'
import type { TicketFilter } from './filter.ts'
import { findMatches } from './search/find-matches.ts'

export type TicketRow = typeof ticket.$inferSelect

/** Where a page ends: the part of the order, the instant in ms, and what parts those of one instant: the number or the id. */
export type QueuePlace = [part: number, atMs: number, apart: string]

type Part = {
  at: SQL
  backwards: boolean
  only?: SQL
  column: 'dueAt' | 'updatedAt' | 'receivedAt'
  /** What is due at one instant stands as it came: all that comes by night is due together. */
  apart: 'number' | 'id'
}

const UNANSWERED: Part = {
  at: sql`${ticket.dueAt}`,
  backwards: false,
  only: sql`${ticket.respondedAt} is null and ${ticket.status} <> 'closed'`,
  column: 'dueAt',
  apart: 'number',
}
const REST: Part = {
  at: sql`${ticket.updatedAt}`,
  backwards: true,
  only: sql`(${ticket.respondedAt} is not null or ${ticket.status} = 'closed')`,
  column: 'updatedAt',
  apart: 'id',
}
const ORDERS: Record<TicketFilter['order'], Part[]> = {
  next: [UNANSWERED, REST],
  updated: [{ at: sql`${ticket.updatedAt}`, backwards: true, column: 'updatedAt', apart: 'id' }],
  received: [{ at: sql`${ticket.receivedAt}`, backwards: true, column: 'receivedAt', apart: 'id' }],
}

/** The queue from `after` on: what breaches next first, then what was answered. Each part is read in the order of an index. */
export async function listTickets(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  filter: TicketFilter,
  { after, limit, me }: { after: QueuePlace | null; limit: number; me: string | null },
): Promise<{ row: TicketRow; place: QueuePlace }[]> {
  const found = filter.text === undefined ? null : await findMatches(ctx, filter.text, {})
  const conditions = and(
    conditionsOf(filter, { now: ctx.now, me }),
    found === null ? undefined : inArray(ticket.id, [...found.keys()]),
  )
  const items: { row: TicketRow; place: QueuePlace }[] = []
  for (const [number, part] of ORDERS[filter.order].entries()) {
    if (number < (after?.[0] ?? 0) || items.length >= limit || isEmpty(part, filter)) continue
    const from = after?.[0] === number ? after : null
    const rows = await readPart(ctx, part, conditions, from, limit - items.length)
    for (const row of rows)
      items.push({ row, place: [number, row[part.column].epochMilliseconds, String(row[part.apart])] })
  }
  return items
}

function readPart(
  { tx }: Pick<Ctx, 'tx'>,
  part: Part,
  conditions: SQL | undefined,
  from: QueuePlace | null,
  limit: number,
): Promise<TicketRow[]> {
  const { at, backwards, only, apart } = part
  const way = backwards ? sql`desc` : sql`asc`
  const beyond = from && isBeyond(part, from)
  return tx
    .select()
    .from(ticket)
    .where(and(conditions, only, beyond ?? undefined))
    .orderBy(sql`${at} ${way}`, sql`${ticket[apart]} ${way}`)
    .limit(limit)
}

function isBeyond({ at, backwards, apart }: Part, [, atMs, last]: QueuePlace): SQL {
  const instant = Temporal.Instant.fromEpochMilliseconds(atMs).toString()
  // A cursor is whatever somebody sends: what is no number is beyond none.
  const number = Number.isSafeInteger(Number(last)) ? Number(last) : 0
  const place = apart === 'id' ? sql`${last}` : sql`${number}::bigint`
  return sql`(${at}, ${ticket[apart]}) ${backwards ? sql`<` : sql`>`} (${instant}::timestamptz, ${place})`
}

/** Whether a filter leaves nothing of a part, so that it need not be read. */
function isEmpty(part: Part, { status, answered }: TicketFilter): boolean {
  if (part === UNANSWERED) return answered === 'yes' || (status?.every((one) => one === 'closed') ?? false)
  return part === REST && answered === 'no' && status !== undefined && !status.includes('closed')
}
