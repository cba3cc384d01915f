import type { Ctx } from '@tractops/platform'
import { desc, eq } from 'drizzle-orm'
import type { TicketChange } from '../on-ticket.ts'
import { ticket, ticketEvent, ticketMessage } from '../tables.ts'

/** A ticket as a program hears of it, as it is when it is told, with what happened to it. */
export type TicketTold = {
  id: string
  number: number
  subject: string
  status: string
  severity: string
  channel: string
  customerId: string | null
  requester: { name: string; email: string | null }
  assigneeId: string | null
  teamId: string | null
  receivedAt: Temporal.Instant
  dueAt: Temporal.Instant
  respondedAt: Temporal.Instant | null
  responseState: string
  breachedAt: Temporal.Instant | null
  mergedInto: string | null
  event: { kind: string; at: Temporal.Instant; by: string; data: Record<string, unknown> } | null
  message: { id: string; author: string; authorName: string; public: boolean; text: string } | null
}

/** What is told of a change: `ticket.closed`, `ticket.message`; null where the ticket is gone. */
export async function ticketTold(
  { tx }: Pick<Ctx, 'tx'>,
  change: TicketChange,
): Promise<{ type: string; at: Temporal.Instant; ticket: TicketTold } | null> {
  const event = 'event' in change ? change.event : null
  const message = 'message' in change ? change.message : null
  const [row] = await tx
    .select()
    .from(ticket)
    .where(eq(ticket.id, (event ?? message)!.ticketId))
  if (row === undefined) return null
  const told: TicketTold = {
    ...{ id: row.id, number: row.number, subject: row.subject, status: row.status, severity: row.severity },
    ...{ channel: row.channel, customerId: row.customerId, assigneeId: row.assigneeId, teamId: row.teamId },
    requester: { name: row.requesterName, email: row.requesterEmail },
    ...{ receivedAt: row.receivedAt, dueAt: row.dueAt, respondedAt: row.respondedAt },
    ...{ responseState: row.responseState, breachedAt: row.breachedAt, mergedInto: row.mergedInto },
    event: event && { kind: event.kind, at: event.at, by: event.by.name, data: event.data },
    message: message && {
      ...{ id: message.id, author: message.author, authorName: message.authorName, public: message.public },
      text: message.text,
    },
  }
  return { type: `ticket.${event?.kind ?? 'message'}`, at: (event ?? message)!.at, ticket: told }
}

/** The number of the last event or message of any ticket; 0 without any. */
export async function lastTicketChange({ tx }: Pick<Ctx, 'tx'>): Promise<number> {
  const [event] = await tx
    .select({ seq: ticketEvent.id })
    .from(ticketEvent)
    .orderBy(desc(ticketEvent.id))
    .limit(1)
  const [message] = await tx
    .select({ seq: ticketMessage.seq })
    .from(ticketMessage)
    .orderBy(desc(ticketMessage.seq))
    .limit(1)
  return Math.max(event?.seq ?? 0, message?.seq ?? 0)
}
