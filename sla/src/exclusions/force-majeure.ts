import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { accepted, refused, type Verdict } from './verdict.ts'

/** A declaration of force majeure: by whom, for which interval, and when it stood on /status. */
export type Declaration = Interval & { declaredBy: string; publishedAt: Temporal.Instant }

/**
 * SLA §4(c): force majeure excludes only what a named officer has declared and published on /status (row 24). Where the
 * policy lists its officers, it has to be one of them. What is not yet published at `now` does not count yet.
 */
export function judgeForceMajeure(policy: Policy, declaration: Declaration, now?: Temporal.Instant): Verdict {
  const officer = declaration.declaredBy.trim()
  const { officers } = policy.exclusions
  if (officer === '') return refused('declared by nobody; a named officer has to sign')
  if (officers.length > 0 && !officers.includes(officer))
    return refused(`${officer} is not an officer named in the policy`)
  if (now !== undefined && declaration.publishedAt.epochMilliseconds > now.epochMilliseconds) {
    return refused(`not published yet; publication is set for ${declaration.publishedAt}`)
  }
  return accepted(`declared by ${officer}, published ${declaration.publishedAt}`)
}
