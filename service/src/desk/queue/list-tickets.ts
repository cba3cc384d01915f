import type { Ctx } from '@tractops/platform'
import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { ticket } from '../tables.ts'
import { conditionsOf } from './conditions.ts'
import type { TicketFilter } from './filter.ts'
import { findMatches } from './search/find-matches.ts'

export type TicketRow = typeof ticket.$inferSelect

/** Where a page ends: the part of the order, the instant in ms, and the id. */
export type QueuePlace = [part: number, atMs: number, id: string]

type Part = { at: SQL; backwards: boolean; only?: SQL; column: 'dueAt' | 'updatedAt' | 'receivedAt' }

const UNANSWERED: Part = {
  at: sql`${ticket.dueAt}`,
  backwards: false,
  only: sql`${ticket.respondedAt} is null and ${ticket.status} <> 'closed'`,
  column: 'dueAt',
}
const REST: Part = {
  at: sql`${ticket.updatedAt}`,
  backwards: true,
  only: sql`(${ticket.respondedAt} is not null or ${ticket.status} = 'closed')`,
  column: 'updatedAt',
}
const ORDERS: Record<TicketFilter['order'], Part[]> = {
  next: [UNANSWERED, REST],
  updated: [{ at: sql`${ticket.updatedAt}`, backwards: true, column: 'updatedAt' }],
  received: [{ at: sql`${ticket.receivedAt}`, backwards: true, column: 'receivedAt' }],
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
    for (const row of rows) items.push({ row, place: [number, row[part.column].epochMilliseconds, row.id] })
  }
  return items
}

function readPart(
  { tx }: Pick<Ctx, 'tx'>,
  { at, backwards, only }: Part,
  conditions: SQL | undefined,
  from: QueuePlace | null,
  limit: number,
): Promise<TicketRow[]> {
  const way = backwards ? sql`desc` : sql`asc`
  const beyond = from && isBeyond(at, backwards, from)
  return tx
    .select()
    .from(ticket)
    .where(and(conditions, only, beyond ?? undefined))
    .orderBy(sql`${at} ${way}`, sql`${ticket.id} ${way}`)
    .limit(limit)
}

function isBeyond(at: SQL, backwards: boolean, [, atMs, id]: QueuePlace): SQL {
  const instant = Temporal.Instant.fromEpochMilliseconds(atMs).toString()
  return sql`(${at}, ${ticket.id}) ${backwards ? sql`<` : sql`>`} (${instant}::timestamptz, ${id})`
}

/** Whether a filter leaves nothing of a part, so that it need not be read. */
function isEmpty(part: Part, { status, answered }: TicketFilter): boolean {
  if (part === UNANSWERED) return answered === 'yes' || (status?.every((one) => one === 'closed') ?? false)
  return part === REST && answered === 'no' && status !== undefined && !status.includes('closed')
}
