import type { Plan, Policy } from '../policy/policy.ts'

/** What a customer has agreed to. `start` and `end` are Pacific dates, `end` the first day that is not covered any more. */
export type Subscription = {
  customer: string
  plan: Plan
  billing: 'monthly' | 'annual'
  units: number
  start: string
  end?: string | undefined
  /** In hundredths of a percent, so that 12.5 % is 1250. */
  discountBasisPoints: number
}

/** An exact sum of money: `numerator / denominator` cents. Rounded only when it is shown or paid (row 15). */
export type ExactCents = { numerator: bigint; denominator: bigint }

const BASIS_POINTS = 10_000n

/**
 * SLA §1: the fee of a month: units x unit price, less the discount, before tax; for annual billing that is a twelfth of
 * the year's (row 13). Where the subscription covers a part of the month, the same part of it, by elapsed time (row 11).
 */
export function monthlyFee(
  policy: Policy,
  subscription: Subscription,
  coveredMs: number,
  monthMs: number,
): ExactCents {
  const price = BigInt(subscription.units) * BigInt(policy.plans[subscription.plan].unitPriceCents)
  return {
    numerator: price * (BASIS_POINTS - BigInt(subscription.discountBasisPoints)) * BigInt(coveredMs),
    denominator: BASIS_POINTS * BigInt(monthMs),
  }
}

/** A share of an exact sum, in percent; still exact. */
export function percentOf(sum: ExactCents, percent: number): ExactCents {
  return { numerator: sum.numerator * BigInt(percent), denominator: sum.denominator * 100n }
}

/** SLA §1 (row 15): whole cents, half up, once and at the end. The sum must not be negative. */
export function halfUp({ numerator, denominator }: ExactCents): number {
  return Number((2n * numerator + denominator) / (2n * denominator))
}
