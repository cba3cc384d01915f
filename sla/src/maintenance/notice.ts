import type { Policy } from '../policy/policy.ts'
import { Temporal } from '../time/temporal.ts'

/**
 * SLA §5: the last instant at which maintenance that starts at `start` can still be announced in time, on the page and by
 * mail to everyone: 48 elapsed hours before (row 20).
 */
export function announceBy(policy: Policy, start: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(start.epochMilliseconds - policy.meanings.announced.is)
}
