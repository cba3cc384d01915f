import { PERCENT_SCALE } from '../policy/percent.ts'
import type { Policy } from '../policy/policy.ts'

/**
 * SLA §1: the credit, in percent of the monthly fee, for `downMs` of counted downtime in `measuredMs`. Compared in exact
 * integers, 1000·D' > 5·T' and its like for the lower tiers (row 8); the lower edge belongs to its tier, so exactly the
 * target pays nothing (row 9). One credit a month, whatever the number of incidents (row 14).
 */
export function creditPercent(policy: Policy, downMs: number, measuredMs: number): number {
  if (measuredMs === 0) return 0
  const up = BigInt(measuredMs - downMs) * BigInt(100 * PERCENT_SCALE)
  const reaches = (scaled: number) => up >= BigInt(scaled) * BigInt(measuredMs)
  if (reaches(policy.uptime.target)) return 0
  return policy.uptime.tiers.find((tier) => reaches(tier.atLeast))!.creditPercent
}
