import type { Policy } from '../policy/policy.ts'
import { Temporal } from '../time/temporal.ts'

/**
 * SLA §3: whether the subject of a new mail makes it a P1. Only a new thread counts: "Re: [P1] ..." joins its thread and
 * does not match.
 */
export function isUrgentSubject(policy: Policy, subject: string): boolean {
  return new RegExp(policy.contact.urgentSubject).test(subject)
}

/** SLA §3: the latest instant at which the page for a P1 must have been dispatched: five minutes from receipt (row 33). */
export function pageDueAt(policy: Policy, receivedAt: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(receivedAt.epochMilliseconds + policy.meanings.page.is)
}
