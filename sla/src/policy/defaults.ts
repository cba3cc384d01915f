import { type Policy, readPolicy } from './policy.ts'
import { published } from './published.ts'

let policies: readonly Policy[] | undefined

/** The published versions of the TractOps agreement, read once. */
export function defaultPolicies(): readonly Policy[] {
  policies ??= published.map(readPolicy)
  return policies
}
