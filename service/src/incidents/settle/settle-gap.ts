import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { observedDowntime } from '../../monitoring/index.ts'
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
 * one, which is kept. Of time that was measured it would say nothing, so it is refused: what was measured is not for people to settle.
 *
 * @throws AppError `interval_reversed`, `interval_in_future`, `no_person`, 409 `not_a_gap`
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
  const measured = await measuredIn(ctx, input)
  if (measured !== null)
    throw new AppError(
      'not_a_gap',
      409,
      `From ${measured.start} to ${measured.end} the checks say what was. Only what nobody measured can be settled: give a stretch within a gap.`,
      { path: 'start' },
    )
  const id = newId('gap')
  await ctx.tx.insert(gapSettlement).values({ id, start, end, settled, reason, at: ctx.now, by: ctx.actor })
  await announce(ctx, 'incidents')
  const detail = { start: String(start), end: String(end), settled, reason }
  await audit(ctx, { action: 'gap.settled', subject: id, detail })
  return { id }
}

/** The first part of a stretch that was measured, as the month's uptime sees it; null where all of it is a gap (row 6). */
async function measuredIn(
  ctx: Ctx,
  { start, end }: { start: Temporal.Instant; end: Temporal.Instant },
): Promise<{ start: Temporal.Instant; end: Temporal.Instant } | null> {
  const { gaps } = await observedDowntime(ctx, { from: start, to: end })
  let from = start.epochMilliseconds
  for (const gap of gaps) {
    if (gap.start.epochMilliseconds > from) break
    from = gap.end.epochMilliseconds
  }
  if (from >= end.epochMilliseconds) return null
  const next = gaps.find((gap) => gap.start.epochMilliseconds > from)
  return { start: Temporal.Instant.fromEpochMilliseconds(from), end: next?.start ?? end }
}
