import type { Ctx } from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { inArray, sql } from 'drizzle-orm'
import { staffWithRole } from '../../accounts/index.ts'
import { customerNames } from '../../billing/index.ts'
import { ticketTag } from '../tables.ts'
import type { TicketRow } from './list-tickets.ts'
import type { TicketLine } from './schemas.ts'

const PREVIEW = 160

/** Tickets as a list shows them, in the order given: with names, tags and how the last message begins. */
export async function ticketLines(ctx: Pick<Ctx, 'tx'>, rows: readonly TicketRow[]): Promise<TicketLine[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const staff = new Map((await staffWithRole(ctx, 'viewer')).map(({ id, name }) => [id, name]))
  const customers = await customerNames(ctx, [...new Set(rows.flatMap(({ customerId }) => customerId ?? []))])
  const tagRows = await ctx.tx.select().from(ticketTag).where(inArray(ticketTag.ticketId, ids))
  const tags = Map.groupBy(tagRows, ({ ticketId }) => ticketId)
  const previews = await lastMessages(ctx, ids)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    subject: row.subject,
    channel: row.channel,
    status: row.status,
    severity: row.severity,
    requester: { name: row.requesterName, email: row.requesterEmail },
    customer:
      row.customerId === null ? null : { id: row.customerId, name: customers.get(row.customerId) ?? null },
    assignee:
      row.assigneeId === null ? null : { id: row.assigneeId, name: staff.get(row.assigneeId) ?? null },
    teamId: row.teamId,
    tags: (tags.get(row.id) ?? []).map(({ tag }) => tag).sort(),
    receivedAt: formatInstant(row.receivedAt),
    dueAt: formatInstant(row.dueAt),
    respondedAt: orNull(row.respondedAt),
    responseState: row.responseState,
    breachedAt: orNull(row.breachedAt),
    snoozedUntil: orNull(row.snoozedUntil),
    updatedAt: formatInstant(row.updatedAt),
    closedAt: orNull(row.closedAt),
    last: previews.get(row.id) ?? null,
  }))
}

const orNull = (at: Temporal.Instant | null) => at && formatInstant(at)

async function lastMessages({ tx }: Pick<Ctx, 'tx'>, ids: string[]) {
  const { rows } = await tx.execute<{ id: string; author: string; name: string; text: string }>(sql`
    select t.id, m.author, m.author_name as name, left(m.text, ${PREVIEW}) as text
    from unnest(${sql.param(ids)}::text[]) t(id)
    cross join lateral (
      select author, author_name, text from ticket_message
      where ticket_id = t.id and public order by seq desc limit 1) m`)
  return new Map(
    rows.map(({ id, author, name, text }) => [
      id,
      {
        author: author as NonNullable<TicketLine['last']>['author'],
        name,
        text: text.replaceAll(/\s+/g, ' ').trim(),
      },
    ]),
  )
}
