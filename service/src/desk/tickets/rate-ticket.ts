import { AppError, type Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldSurvivor } from '../hold.ts'
import { kept } from './one-line.ts'

const LONGEST_COMMENT = 2_000

/**
 * A customer says how it was, from 1 to 5, once their ticket is closed; a later word takes the place of an earlier one, which stays in
 * the timeline.
 *
 * @throws AppError `ticket_unknown`, `ticket_not_closed`, `rating_invalid`.
 */
export async function rateTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; rating: number; comment?: string | null | undefined },
): Promise<void> {
  const { rating } = input
  if (!Number.isInteger(rating) || rating < 1 || rating > 5)
    throw new AppError('rating_invalid', 400, 'Choose one of 1 to 5.', { path: 'rating' })
  const row = await heldSurvivor(ctx, input.ticketId)
  if (row.status !== 'closed')
    throw new AppError('ticket_not_closed', 409, 'We are still at it; tell us how it was when it is done.')
  const comment =
    kept(input.comment ?? '')
      .trim()
      .slice(0, LONGEST_COMMENT) || null
  if (rating === row.rating && comment === row.ratingComment) return
  await changeTicket(ctx, desk, row, {
    set: { rating, ratingComment: comment, ratedAt: ctx.now },
    events: [{ kind: 'rated', data: { rating, comment } }],
    action: 'ticket.rated',
    detail: { rating },
  })
}
