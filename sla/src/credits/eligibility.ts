import type { Policy } from '../policy/policy.ts'
import type { Coverage } from './coverage.ts'
import type { Subscription } from './fee.ts'

/**
 * SLA §1 (row 12): credits go to subscriptions on an annual plan that were in force when a contributing incident began.
 * `startsMs` are the starts of the incidents that count, in order.
 */
export function eligibility(
  policy: Policy,
  subscription: Pick<Subscription, 'billing'>,
  coverage: Coverage,
  startsMs: readonly number[],
): { eligible: boolean; because: string } {
  if (!policy.meanings.eligible.is.includes(subscription.billing)) {
    return { eligible: false, because: `${subscription.billing} billing: the figures, and no credit` }
  }
  if (startsMs.length === 0) return { eligible: false, because: 'no incident counted while it was covered' }
  const first = startsMs[firstAtLeast(startsMs, coverage.startMs)]
  if (first === undefined || first >= coverage.endMs) {
    return { eligible: false, because: 'not in force when an incident that counted began' }
  }
  return {
    eligible: true,
    because: `${subscription.billing} billing, in force when an incident that counted began`,
  }
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
