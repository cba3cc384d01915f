import { type Claim, claimStatus } from '../credits/claim.ts'
import { type Coverage, common, coverageReader } from '../credits/coverage.ts'
import { eligibility } from '../credits/eligibility.ts'
import { halfUp, monthlyFee, percentOf, type Subscription } from '../credits/fee.ts'
import type { Policy } from '../policy/policy.ts'
import { type Interval, IntervalSet } from '../time/interval-set.ts'
import { Temporal } from '../time/temporal.ts'
import { contributing } from '../uptime/contributing.ts'
import type { Ledger } from '../uptime/ledger.ts'
import { uptimeOf } from '../uptime/measure.ts'

/** The credit of one subscription for the month. Money in cents; `percent` is the tier of its own part of the month. */
export type CreditRow = {
  customer: string
  eligible: boolean
  because: string
  monthlyFeeCents: number
  percent: number
  amountCents: number
  status: 'claimable' | 'claimed' | 'expired' | 'not_eligible' | 'none'
}

/** What the rows of a month have in common. */
export type Month = {
  interval: Interval
  ledger: Ledger
  claimBy: Temporal.Instant | null
  claims: ReadonlyMap<string, readonly Claim[]>
  now: Temporal.Instant | undefined
}

/**
 * SLA §1: a row for every subscription that touches the month, in the order given. Each is judged over the time that month
 * and subscription have in common (row 11), by the tier of that time, and gets one credit (row 14).
 */
export function creditRows(
  policy: Policy,
  month: Month,
  subscriptions: readonly Subscription[],
): CreditRow[] {
  const monthMs = IntervalSet.of([month.interval]).lengthMs
  const coverageOf = coverageReader(policy)
  const parts = new Map<string, Part>()
  const rows: CreditRow[] = []
  for (const subscription of subscriptions) {
    const coverage = coverageOf(subscription)
    const covered = common(month.interval, coverage)
    if (covered === null) continue
    const key = `${covered.startMs}/${covered.endMs}`
    const part = parts.get(key) ?? partOf(policy, month, covered)
    parts.set(key, part)
    const fee = monthlyFee(policy, subscription, covered.endMs - covered.startMs, monthMs)
    const verdict = eligibility(policy, subscription, coverage, part.startsMs)
    const status = statusOf(policy, month, subscription, verdict.eligible, part.percent)
    rows.push({
      customer: subscription.customer,
      ...verdict,
      monthlyFeeCents: halfUp(fee),
      percent: part.percent,
      amountCents: status === 'not_eligible' ? 0 : halfUp(percentOf(fee, part.percent)),
      status,
    })
  }
  return rows
}

/** A part of the month that subscriptions cover alike: its tier, and the starts of the incidents that count in it. */
type Part = { percent: number; startsMs: number[] }

function partOf(policy: Policy, month: Month, covered: Coverage): Part {
  const period = {
    start: Temporal.Instant.fromEpochMilliseconds(covered.startMs),
    end: Temporal.Instant.fromEpochMilliseconds(covered.endMs),
  }
  return {
    percent: uptimeOf(policy, month.ledger, period).creditPercent ?? 0,
    startsMs: contributing(month.ledger, period).map((incident) => incident.start.epochMilliseconds),
  }
}

function statusOf(
  policy: Policy,
  month: Month,
  { billing, customer }: Subscription,
  eligible: boolean,
  percent: number,
): CreditRow['status'] {
  if (!policy.meanings.eligible.is.includes(billing)) return 'not_eligible'
  if (percent === 0) return 'none'
  if (!eligible || month.claimBy === null) return 'not_eligible'
  return claimStatus(month.claimBy, month.claims.get(customer) ?? [], month.now)
}
