import type { Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'

/**
 * Says that a ticket is spam: it is closed, nobody is asked how it was, and nobody on staff is told that its time runs out. Its clock
 * goes on all the same, as nothing of the agreement stops it (row 28), and reports count it, once more apart. Whoever opens it again,
 * be it by writing to it, takes the mark away.
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`.
 */
export async function markSpam(
  ctx: Ctx,
  desk: Desk,
  { ticketId, reason }: { ticketId: string; reason: string },
): Promise<void> {
  const row = await heldTicket(ctx, ticketId)
  if (row.spamAt !== null) return
  const { now, actor } = ctx
  await changeTicket(ctx, desk, row, {
    set: {
      ...{ status: 'closed', closedAt: row.closedAt ?? now, closedBy: row.closedBy ?? actor },
      ...{ snoozedUntil: null, spamAt: now, spamBy: actor, spamBecause: reason },
    },
    events: [{ kind: 'spam_marked', data: { reason } }],
    action: 'ticket.spam_marked',
  })
}
