import { PERCENT_SCALE } from '../policy/percent.ts'
import type { Policy } from '../policy/policy.ts'
import type { Uptime } from './measure.ts'

/** How much downtime a period may have before its target is missed, and how much of it is used and left, in ms. */
export type ErrorBudget = { allowedMs: number; usedMs: number; leftMs: number }

/**
 * SLA §1: the error budget of a whole period of `periodMs` (November 2026: 3 h 36 min 18 s), less the downtime excused in it,
 * truncated to the ms. `leftMs` is negative once the target is missed.
 */
export function errorBudget(
  policy: Policy,
  periodMs: number,
  used: Pick<Uptime, 'countedDownMs' | 'excludedDownMs'>,
): ErrorBudget {
  const scale = BigInt(100 * PERCENT_SCALE)
  const measured = BigInt(periodMs - used.excludedDownMs)
  const allowedMs = Number((measured * (scale - BigInt(policy.uptime.target))) / scale)
  return { allowedMs, usedMs: used.countedDownMs, leftMs: allowedMs - used.countedDownMs }
}
