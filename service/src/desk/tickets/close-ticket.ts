import type { Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { askForRating } from '../tell/ask-for-rating.ts'

/**
 * Closes a ticket, and asks whoever was answered how it was. It answers nothing: a clock that runs goes on (row 28).
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`.
 */
export async function closeTicket(ctx: Ctx, desk: Desk, input: { ticketId: string }): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  if (row.status === 'closed') return
  await askForRating(ctx, desk, row)
  await changeTicket(ctx, desk, row, {
    set: { status: 'closed', closedAt: ctx.now, closedBy: ctx.actor, snoozedUntil: null },
    events: [{ kind: 'closed' }],
    action: 'ticket.closed',
  })
}

/** Opens a closed ticket again: it is our turn. @throws AppError `ticket_unknown`, `ticket_merged`. */
export async function reopenTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; reason?: string | undefined },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  if (row.status !== 'closed') return
  await changeTicket(ctx, desk, row, {
    set: { status: 'open', closedAt: null, closedBy: null },
    events: [{ kind: 'reopened', data: { because: input.reason?.trim() || 'staff opened it' } }],
    action: 'ticket.reopened',
  })
}
