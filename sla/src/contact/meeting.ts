import { durationMs, type Plan, type Policy } from '../policy/policy.ts'
import { addBusinessMs } from '../time/business-time.ts'
import { Temporal } from '../time/temporal.ts'

/**
 * SLA §3: the instant by which a requested meeting must have started: 24 hours counted in business hours, so from Friday
 * 17:00 it is Wednesday 14:00 (row 34).
 */
export function latestMeetingStart(policy: Policy, requestedAt: Temporal.Instant): Temporal.Instant {
  const { ms, business } = durationMs(policy, policy.meanings.meeting.is)
  if (business) return addBusinessMs(policy.hours, requestedAt, ms)
  return Temporal.Instant.fromEpochMilliseconds(requestedAt.epochMilliseconds + ms)
}

/** SLA §3: whether a plan may ask for meetings. */
export function mayRequestMeeting(policy: Policy, plan: Plan): boolean {
  return policy.contact.meetingPlans.includes(plan)
}
