import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldPair, type TicketRow } from '../hold.ts'
import { ticket, ticketLink, ticketTag } from '../tables.ts'

/**
 * Makes one ticket of two: what was written in `other` is read in `ticketId` from now on, and what comes for it goes there. The earliest
 * receipt and the most urgent severity count, and neither's breach is forgotten (rows 26 and 27). Only tickets of one customer, or of one
 * address, are one matter; others are linked. This is not undone.
 *
 * @throws AppError `merge_with_itself`, `ticket_unknown`, `ticket_merged`, `merge_of_others`.
 */
export async function mergeTickets(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; other: string },
): Promise<void> {
  if (input.ticketId === input.other)
    throw new AppError('merge_with_itself', 400, 'A ticket cannot be merged with itself.', { path: 'other' })
  const [row, other] = await heldPair(ctx, input.ticketId, input.other, 'other')
  refuseOthers(row, other)
  await ctx.tx.update(ticket).set({ mergedInto: row.id }).where(eq(ticket.mergedInto, other.id))
  await carry(ctx, row.id, other.id)
  await changeTicket(ctx, desk, other, {
    set: {
      ...{ mergedInto: row.id, status: 'closed', closedAt: ctx.now, closedBy: ctx.actor },
      ...{ warnDueAt: null, snoozedUntil: null },
    },
    events: [{ kind: 'merged', data: { into: row.id, number: row.number } }],
    action: 'ticket.merged',
    detail: { into: row.id },
  })
  const severity = [row.severity, other.severity].sort()[0]!
  const breachedAt = earliest(row.breachedAt, other.breachedAt)
  await changeTicket(ctx, desk, row, {
    set: united(row, other),
    events: [
      ...(severity === row.severity
        ? []
        : [{ kind: 'classified' as const, data: { from: row.severity, to: severity, reason: 'merged' } }]),
      {
        kind: 'merged_in',
        data: { from: other.id, number: other.number, breachedAt: breachedAt && String(breachedAt) },
      },
    ],
    action: 'ticket.merged_in',
    detail: { from: other.id },
  })
}

/** What one customer wrote is not for another to read. */
function refuseOthers(row: TicketRow, other: TicketRow): void {
  const sameCustomer = row.customerId !== null && row.customerId === other.customerId
  const sameAddress = row.requesterEmail !== null && row.requesterEmail === other.requesterEmail
  if (sameCustomer || (sameAddress && (row.customerId === null || other.customerId === null))) return
  throw new AppError(
    'merge_of_others',
    409,
    'These tickets are of two customers, and one must not read the other’s. Link them instead. Nothing was changed.',
    { path: 'other' },
  )
}

function united(row: TicketRow, other: TicketRow): Partial<TicketRow> {
  const isOurTurn = [row, other].some(({ status }) => status === 'open')
  const lastContactAt =
    Temporal.Instant.compare(row.lastContactAt, other.lastContactAt) >= 0
      ? row.lastContactAt
      : other.lastContactAt
  return {
    lastContactAt,
    customerId: row.customerId ?? other.customerId,
    contactId: row.contactId ?? other.contactId,
    requesterEmail: row.requesterEmail ?? other.requesterEmail,
    assigneeId: row.assigneeId ?? other.assigneeId,
    teamId: row.teamId ?? other.teamId,
    ...(isOurTurn ? { status: 'open', closedAt: null, closedBy: null } : {}),
  }
}

/** Tags and links go along. */
async function carry(ctx: Ctx, id: string, otherId: string): Promise<void> {
  const tags = await ctx.tx.select().from(ticketTag).where(eq(ticketTag.ticketId, otherId))
  if (tags.length > 0)
    await ctx.tx
      .insert(ticketTag)
      .values(tags.map(({ tag }) => ({ ticketId: id, tag })))
      .onConflictDoNothing()
  const links = await ctx.tx
    .select()
    .from(ticketLink)
    .where(and(eq(ticketLink.ticketId, otherId), eq(ticketLink.kind, 'incident')))
  if (links.length > 0)
    await ctx.tx
      .insert(ticketLink)
      .values(links.map((link) => ({ ...link, ticketId: id })))
      .onConflictDoNothing()
}

const earliest = (a: Temporal.Instant | null, b: Temporal.Instant | null) =>
  a === null ? b : b === null ? a : Temporal.Instant.compare(a, b) <= 0 ? a : b
