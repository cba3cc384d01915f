import type { Policy } from '../policy/policy.ts'
import { addDays } from '../time/local-date.ts'
import { dateOf, startOfDay } from '../time/month.ts'
import { Temporal } from '../time/temporal.ts'

/** A customer's request for the credit of a month, when it reached us. */
export type Claim = { customer: string; receivedAt: Temporal.Instant }

/** How a request reached us, and what it names. */
export type Request = {
  channel: 'email' | 'portal' | 'phone' | 'chat'
  customer: string | null
  month: string | null
}

/** SLA §1 (row 16): a mail to the contact address or a click in the portal; the account and the month are enough. */
export function isWrittenRequest(policy: Policy, request: Request): boolean {
  const channels: readonly string[] = policy.meanings.request.is
  return channels.includes(request.channel) && request.customer !== null && request.month !== null
}

/**
 * SLA §1 (row 17): the first instant at which a claim is too late: the end of the 30th day, Pacific, after the day on which
 * the last contributing incident ended. An incident that ends at midnight belongs to the day before.
 */
export function claimDeadline(policy: Policy, lastIncidentEnd: Temporal.Instant): Temporal.Instant {
  const lastMoment = Temporal.Instant.fromEpochMilliseconds(lastIncidentEnd.epochMilliseconds - 1)
  const lastDay = dateOf(lastMoment, policy.zone)
  return startOfDay(addDays(lastDay, policy.meanings.claimPeriod.is + 1), policy.zone)
}

export type ClaimStatus = 'claimable' | 'claimed' | 'expired'

/** Whether a credit has been asked for in time, can still be, or is lost. Without `now` nothing is lost. */
export function claimStatus(
  claimBy: Temporal.Instant,
  claims: readonly Claim[],
  now: Temporal.Instant | undefined,
): ClaimStatus {
  if (claims.some((claim) => claim.receivedAt.epochMilliseconds < claimBy.epochMilliseconds)) return 'claimed'
  return now !== undefined && now.epochMilliseconds >= claimBy.epochMilliseconds ? 'expired' : 'claimable'
}
