import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { startOfDay } from '../time/month.ts'
import type { Subscription } from './fee.ts'

/** The time that a subscription covers, as epoch ms, half open; `endMs` is Infinity while no end is set. */
export type Coverage = { startMs: number; endMs: number }

/** Reads subscriptions' dates as instants in the policy zone; each date is worked out once. */
export function coverageReader(policy: Policy): (subscription: Subscription) => Coverage {
  const known = new Map<string, number>()
  const startMs = (date: string) => {
    const seen = known.get(date) ?? startOfDay(date, policy.zone).epochMilliseconds
    known.set(date, seen)
    return seen
  }
  return ({ start, end }) => ({ startMs: startMs(start), endMs: end === undefined ? Infinity : startMs(end) })
}

/** SLA §1 (row 11): the time that a month and a subscription have in common, or `null`. */
export function common(month: Interval, coverage: Coverage): Coverage | null {
  const startMs = Math.max(month.start.epochMilliseconds, coverage.startMs)
  const endMs = Math.min(month.end.epochMilliseconds, coverage.endMs)
  return startMs < endMs ? { startMs, endMs } : null
}
