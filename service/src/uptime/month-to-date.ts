import { AppError, type Ctx } from '@tractops/platform'
import {
  calendarMonth,
  dateOf,
  type Gap,
  type Interval,
  type Ledger,
  ledgerOf,
  type Observed,
  type Policy,
  policyOn,
  type Uptime,
  uptimeOf,
} from '@tractops/sla'
import { unionOf } from './caused.ts'
import { type Backing, evidenceOver } from './evidence.ts'

/**
 * A month as far as it has passed, and its uptime. `observed` is everything that the figure follows from, as the engine was given it; `down`
 * is its downtime, each stretch once and whole, and `gaps` what nobody measured, with how it was settled.
 */
export type MonthToDate = {
  month: string
  policy: Policy
  period: Interval
  uptime: Uptime
  ledger: Ledger
  observed: Observed
  /** What each row of `uptime.exclusions` rests on, in their order. */
  backing: Backing[]
  down: Interval[]
  gaps: Gap[]
}

/**
 * SLA §1 and §4: the uptime of a month so far, by the engine and the policy version that will decide its credits. Downtime is what
 * the critical components were down (rows 2, 5), with the causes that incidents record; what none of them measured is a gap (row 6), the
 * time before the first measurement included, as far as nobody has settled it; announced maintenance, outages that vendors reported and
 * declared force majeure are judged as exclusions. A month that has passed is measured whole. Default: the present month where the
 * policy is at home.
 *
 * @throws AppError `month_in_future`; SlaError when `month` is not a month.
 */
export async function monthToDate(
  ctx: Ctx,
  input: { month?: string | undefined; policies: readonly Policy[] },
): Promise<MonthToDate> {
  const { policies } = input
  const month = input.month ?? dateOf(ctx.now, policies[0]!.zone).slice(0, 7)
  const { policy } = policyOn(policies, `${month}-01`)
  const whole = calendarMonth(month, policy.zone, 'month')
  if (Temporal.Instant.compare(whole.start, ctx.now) >= 0) {
    throw new AppError(
      'month_in_future',
      400,
      `${month} has not begun; ask for the present month or an earlier one.`,
      { path: 'month' },
    )
  }
  const end = Temporal.Instant.compare(whole.end, ctx.now) > 0 ? ctx.now : whole.end
  const period = { start: whole.start, end }
  const { observed, backing } = await evidenceOver(ctx, period, policy)
  const ledger = ledgerOf(policy, observed)
  return {
    month,
    policy,
    period,
    uptime: uptimeOf(policy, ledger, period),
    ledger,
    observed,
    backing,
    down: unionOf(observed.down),
    gaps: [...(observed.unmeasured ?? [])],
  }
}
