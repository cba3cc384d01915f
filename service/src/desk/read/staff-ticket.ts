import { type Ctx, renderMarkdown } from '@tractops/platform'
import { asc, eq, inArray, or } from 'drizzle-orm'
import { clockFrom } from '../clock/read-clock.ts'
import { warningsOf } from '../clock/warnings-of.ts'
import type { Desk } from '../desk.ts'
import { type TicketRow, ticketUnknown } from '../hold.ts'
import { type MessageRow, messageColumns } from '../messages/message-columns.ts'
import { attachmentsOf } from '../store/read-attachments.ts'
import { ticket, ticketEvent, ticketMessage, ticketTag } from '../tables.ts'
import { customerCard } from './customer-card.ts'
import { linksOf } from './links-of.ts'

/**
 * A ticket as staff see it, whole: what was written and what happened in the order in which it was committed, each segment of its
 * clock and when somebody is told, and the customer beside it. What was merged into it is read in it.
 *
 * @throws AppError `ticket_unknown`.
 */
export async function staffTicket(ctx: Pick<Ctx, 'tx' | 'now'>, desk: Desk, id: string) {
  const rows = await ctx.tx
    .select()
    .from(ticket)
    .where(or(eq(ticket.id, id), eq(ticket.mergedInto, id)))
  const row = rows.find((one) => one.id === id)
  if (row === undefined) throw ticketUnknown(id, 'param.id')
  const family = rows.map((one) => one.id)
  const messages = await ctx.tx
    .select(messageColumns)
    .from(ticketMessage)
    .where(inArray(ticketMessage.ticketId, family))
    .orderBy(asc(ticketMessage.seq))
  const events = await ctx.tx
    .select()
    .from(ticketEvent)
    .where(inArray(ticketEvent.ticketId, family))
    .orderBy(asc(ticketEvent.id))
  const files = await attachmentsOf(
    ctx,
    messages.map((message) => message.id),
  )
  const tags = await ctx.tx
    .select()
    .from(ticketTag)
    .where(eq(ticketTag.ticketId, id))
    .orderBy(asc(ticketTag.tag))
  const answer = firstAnswer(messages)
  const { clock, receivedAt, policy } = clockFrom(desk, { family, events, answer, now: ctx.now })
  return {
    ...head(row),
    ...{ suggestedSeverity: row.suggestedSeverity, suggestedBecause: row.suggestedBecause },
    ...{ ratingComment: row.ratingComment, ratedAt: row.ratedAt, closedBy: row.closedBy?.name ?? null },
    spam: spamOf(row),
    tags: tags.map(({ tag }) => tag),
    links: await linksOf(ctx, id),
    segments: clock.segments,
    warnings: warningsOf(policy, receivedAt, clock),
    messages: messages.map(({ idempotencyKey: _, channel, text, html, ...message }) => ({
      ...message,
      ...{ channel, text, html: channel === 'console' ? renderMarkdown(text) : html },
      attachments: files.get(message.id) ?? [],
    })),
    events: events.map(({ id: seq, ticketId, at, kind, by, data }) => ({
      seq,
      ticketId,
      at,
      kind,
      by: by.name,
      data,
    })),
    customer: await customerCard(ctx, row),
  }
}

/** SLA §2: the first public message of a person on staff, by when its transport accepted it (row 28). */
function firstAnswer(messages: readonly MessageRow[]): MessageRow | null {
  const accepted = messages.filter(
    ({ author, public: isPublic, delivery, deliveredAt }) =>
      author === 'staff' && isPublic && delivery === 'accepted' && deliveredAt !== null,
  )
  accepted.sort((a, b) => Temporal.Instant.compare(a.deliveredAt!, b.deliveredAt!) || a.seq - b.seq)
  return accepted[0] ?? null
}

const spamOf = ({ spamAt: at, spamBy: by, spamBecause: reason }: TicketRow) =>
  at === null || by === null || reason === null ? null : { at, by: by.name, reason }

/** The columns of a ticket that staff read. */
function head(row: TicketRow) {
  const { id, number, subject, channel, status, severity, customerId, contactId, assigneeId, teamId } = row
  const { receivedAt, dueAt, respondedAt, responderId, responseState, breachedAt, answeredAs } = row
  const { snoozedUntil, createdAt, updatedAt, lastContactAt, closedAt, mergedInto, rating } = row
  return {
    ...{ id, number, subject, channel, status, severity, customerId, contactId, assigneeId, teamId },
    ...{ receivedAt, dueAt, respondedAt, responderId, responseState, breachedAt, answeredAs },
    ...{ snoozedUntil, createdAt, updatedAt, lastContactAt, closedAt, mergedInto, rating },
    requester: { name: row.requesterName, email: row.requesterEmail, zone: row.requesterZone },
  }
}
