import { judgeVendorOutage, type Policy, type Verdict } from '@tractops/sla'
import type { Stretch } from './evidence-for.ts'

/** Whether a stretch can excuse downtime that its vendor caused, and why, in words for people. SLA §4(b) (rows 22, 23) */
export function judged(policy: Policy, vendor: string, stretch: Stretch): Verdict {
  const { component, status, inUse, reason, start, end } = stretch
  if (status === 'unknown')
    return { accepted: false, because: `nothing is known of this time: ${reason ?? 'no answer'}` }
  if (!inUse) return { accepted: false, because: `"${component ?? 'the whole'}" is not among what we use` }
  const outage = { vendor, status, start, end: end ?? start }
  return judgeVendorOutage(policy, component === null ? outage : { ...outage, component })
}
