import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { newId } from '../record/hold.ts'
import { gapSettlement } from '../tables.ts'

export type SettleGap = {
  start: Temporal.Instant
  end: Temporal.Instant
  settled: 'up' | 'down'
  reason: string
}

/**
 * SLA §1 (row 6): a person settles time that nobody measured as up or as down, with a reason. Made again it corrects the earlier
 * one, which is kept. Of time that was measured it says nothing.
 *
 * @throws AppError `interval_reversed`, `interval_in_future`, `no_person`
 */
export async function settleGap(ctx: Ctx, input: SettleGap): Promise<{ id: string }> {
  const { start, end, settled, reason } = input
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'end' })
  if (Temporal.Instant.compare(start, end) >= 0)
    throw refuse('interval_reversed', 'The stretch has to begin before it ends.')
  if (Temporal.Instant.compare(end, ctx.now) > 0)
    throw refuse('interval_in_future', 'Only what has passed can be settled.')
  if (ctx.actor.kind === 'system')
    throw new AppError('no_person', 403, 'Unmeasured time is settled by a named person only.')
  const id = newId('gap')
  await ctx.tx.insert(gapSettlement).values({ id, start, end, settled, reason, at: ctx.now, by: ctx.actor })
  await announce(ctx, 'incidents')
  const detail = { start: String(start), end: String(end), settled, reason }
  await audit(ctx, { action: 'gap.settled', subject: id, detail })
  return { id }
}
