import { AppError, type Ctx } from '@tractops/platform'
import {
  calendarMonth,
  type Down,
  dateOf,
  type Gap,
  type Interval,
  measure,
  type Policy,
  policyOn,
  type Uptime,
} from '@tractops/sla'
import { gather } from './gather.ts'
import { instant, wholeOf } from './spans.ts'
import { criticalParts } from './timelines.ts'

/** A month as far as it has passed: what was found down and what nobody measured, uncut, and the uptime of it. */
export type MonthToDate = { policy: Policy; period: Interval; uptime: Uptime; down: Down[]; gaps: Gap[] }

/**
 * SLA §1: the uptime of a month so far, by the engine and the policy version that will decide its credits. Down is the union
 * of what the critical components were down (rows 2, 5); what none of them measured is a gap (row 6), the time before the
 * first measurement included. A month that has passed is measured whole. Default: the present month where the policy is
 * at home.
 *
 * @throws AppError `month_in_future`; SlaError when `month` is not a month.
 */
export async function monthToDate(
  ctx: Ctx,
  input: { month?: string | undefined; policies: readonly Policy[] },
): Promise<MonthToDate> {
  const { policies } = input
  const zone = policies[0]!.zone
  const month = input.month ?? dateOf(ctx.now, zone).slice(0, 7)
  const { policy } = policyOn(policies, `${month}-01`)
  const whole = calendarMonth(month, policy.zone, 'month')
  if (Temporal.Instant.compare(whole.start, ctx.now) >= 0) {
    throw new AppError(
      'month_in_future',
      400,
      `${month} has not begun; ask for the present month or an earlier one.`,
      {
        path: 'month',
      },
    )
  }
  const end = Temporal.Instant.compare(whole.end, ctx.now) > 0 ? ctx.now : whole.end
  const period = { start: whole.start, end }
  const { down, gaps } = await observedIn(ctx, period, policy.meanings.sustained.is)
  return {
    policy,
    period,
    uptime: measure(policy, period, { down, unmeasured: gaps, now: ctx.now }),
    down,
    gaps,
  }
}

/** Whether an outage is sustained is judged before the month cuts it (row 3), so a little more than the period is read. */
async function observedIn(
  ctx: Ctx,
  period: Interval,
  marginMs: number,
): Promise<{ down: Down[]; gaps: Gap[] }> {
  const endMs = Math.min(period.end.epochMilliseconds + marginMs, ctx.now.epochMilliseconds)
  const window = { startMs: period.start.epochMilliseconds - marginMs, endMs }
  const parts = criticalParts(await gather(ctx, window))
  const intervals = wholeOf(parts, window)
  const of = (state: 'down' | 'unmeasured') =>
    intervals.filter((i) => i.state === state).map(({ start, end }) => ({ start, end }))
  const gaps = of('unmeasured').filter((gap) => Temporal.Instant.compare(gap.end, period.start) > 0)
  return {
    down: of('down'),
    gaps: gaps.map((gap) => ({
      ...gap,
      start: instant(Math.max(gap.start.epochMilliseconds, period.start.epochMilliseconds)),
    })),
  }
}
