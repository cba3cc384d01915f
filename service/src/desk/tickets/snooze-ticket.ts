import { AppError, type Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'

const LONGEST_DAYS = 366

/**
 * Puts a ticket aside until an instant, or until its customer writes; null brings it back. The clock does not stop for it (row 28).
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`, `ticket_closed`, `snooze_invalid`.
 */
export async function snoozeTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; until: Temporal.Instant | null },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const { until } = input
  if (until === null) {
    if (row.snoozedUntil === null) return
    await changeTicket(ctx, desk, row, {
      set: { snoozedUntil: null },
      events: [{ kind: 'woken', data: { because: 'staff brought it back' } }],
      action: 'ticket.woken',
    })
    return
  }
  if (row.status === 'closed')
    throw new AppError('ticket_closed', 409, 'A closed ticket cannot be put aside; reopen it first.')
  const last = ctx.now.add({ hours: LONGEST_DAYS * 24 })
  if (Temporal.Instant.compare(until, ctx.now) <= 0 || Temporal.Instant.compare(until, last) > 0)
    throw new AppError('snooze_invalid', 400, `Name an instant in the future, within ${LONGEST_DAYS} days.`, {
      path: 'until',
    })
  const data = { until: String(until) }
  await changeTicket(ctx, desk, row, {
    set: { snoozedUntil: until },
    events: [{ kind: 'snoozed', data }],
    action: 'ticket.snoozed',
    detail: data,
  })
}
