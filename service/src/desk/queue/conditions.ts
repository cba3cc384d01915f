import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { ticket, ticketTag } from '../tables.ts'
import type { TicketFilter } from './filter.ts'

/** Put aside until later, and nothing is due before: `snoozedUntil` stops no clock. */
export const isAside = (now: Temporal.Instant): SQL =>
  sql`(${ticket.snoozedUntil} > ${String(now)}::timestamptz
    and (${ticket.respondedAt} is not null or ${ticket.dueAt} > ${ticket.snoozedUntil}))`

/** Written out, as the indexes of what is not closed are made with these words. */
export const LIVE = sql`(${ticket.status} <> 'closed' and ${ticket.mergedInto} is null)`

/** The conditions that a filter comes to, but for its text and its order; what was merged into another is never in the queue. */
export function conditionsOf(
  filter: Partial<TicketFilter>,
  { now, me }: { now: Temporal.Instant; me: string | null },
): SQL | undefined {
  const { status, severity, assignee, team, tag, customer, requester, response, answered, channel } = filter
  const { spam, snoozed } = filter
  return and(
    isNull(ticket.mergedInto),
    status && inArray(ticket.status, status),
    status && !status.includes('closed') ? LIVE : undefined,
    severity && inArray(ticket.severity, severity),
    assignee === undefined ? undefined : whose(assignee, me),
    team === undefined ? undefined : team === 'none' ? isNull(ticket.teamId) : eq(ticket.teamId, team),
    tag === undefined
      ? undefined
      : sql`${ticket.id} in (select ticket_id from ${ticketTag} where tag = ${tag})`,
    customer === undefined ? undefined : eq(ticket.customerId, customer),
    requester === undefined ? undefined : eq(ticket.requesterEmail, requester),
    response && inArray(ticket.responseState, response),
    answered === undefined ? undefined : (answered === 'yes' ? isNotNull : isNull)(ticket.respondedAt),
    channel && inArray(ticket.channel, channel),
    spam === undefined ? undefined : (spam === 'yes' ? isNotNull : isNull)(ticket.spamAt),
    snoozed === 'only'
      ? isAside(now)
      : snoozed === 'no'
        ? sql`not coalesce(${isAside(now)}, false)`
        : undefined,
  )
}

function whose(assignee: string, me: string | null): SQL {
  if (assignee === 'none') return isNull(ticket.assigneeId)
  if (assignee !== 'me') return eq(ticket.assigneeId, assignee)
  return me === null ? sql`false` : eq(ticket.assigneeId, me)
}
