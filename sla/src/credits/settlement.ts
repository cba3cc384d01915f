import type { Policy } from '../policy/policy.ts'
import { addDays } from '../time/local-date.ts'
import { dateOf, startOfDay } from '../time/month.ts'

/** An invoice that was, or will be, finalised at an instant. */
export type FinalisedInvoice = { id: string; finalisedAt: Temporal.Instant }

/** Where an approved credit goes: onto an invoice, or, where none will come, out as money by an instant. */
export type Settlement = { invoice: string } | { wait: true } | { payOutBy: Temporal.Instant }

/**
 * SLA §1 (row 18): the credit is applied to the next invoice that is finalised after its approval. Where the term has ended
 * and none will come, it is paid out within 30 days of the term's end, to the end of the 30th Pacific day (exclusive).
 */
export function settlementOf(
  policy: Policy,
  approvedAt: Temporal.Instant,
  invoices: readonly FinalisedInvoice[],
  termEnd: Temporal.Instant | null,
): Settlement {
  const [next] = invoices
    .filter((invoice) => invoice.finalisedAt.epochMilliseconds > approvedAt.epochMilliseconds)
    .sort((a, b) => a.finalisedAt.epochMilliseconds - b.finalisedAt.epochMilliseconds)
  if (next !== undefined) return { invoice: next.id }
  if (termEnd === null) return { wait: true }
  const lastDay = addDays(dateOf(termEnd, policy.zone), policy.meanings.followingInvoice.is)
  return { payOutBy: startOfDay(addDays(lastDay, 1), policy.zone) }
}

/**
 * SLA §1 (row 19): what is still owed when a month is stated anew: the difference where the new amount is higher, and
 * nothing where it is lower. Cents; never negative.
 */
export function topUpCents(paidCents: number, restatedCents: number): number {
  return Math.max(0, restatedCents - paidCents)
}
