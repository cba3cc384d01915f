import { type Policy, policyAt } from '@tractops/sla'

/** The contract's zone at an instant. */
export const zoneAt = (policies: readonly Policy[], at: Temporal.Instant): string =>
  policyAt(policies, at).policy.zone
