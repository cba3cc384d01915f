import { hashOf, type Json } from '../canonical.ts'
import { SlaError } from '../error.ts'
import { inspect, type Problem, read } from '../shape.ts'
import { type BusinessCalendar, compileCalendar } from '../time/calendar.ts'
import { dateOf } from '../time/month.ts'
import type { Duration } from './duration.ts'
import { type PolicyFigures, policySchema } from './schema.ts'

/**
 * One version of the agreement: its figures and readings, the hash of its data (SHA-256 over RFC 8785, so comments and
 * layout of the file do not matter), and its business hours ready for use.
 */
export type Policy = PolicyFigures & { readonly hash: string; readonly hours: BusinessCalendar }

export type Severity = keyof PolicyFigures['response']['severities']
export type Plan = keyof PolicyFigures['plans']

/** The policy that is written as plain data. @throws SlaError with the path of the first problem. */
export function readPolicy(data: unknown): Policy {
  const figures = read(policySchema, data)
  const { zone, weekly } = figures.response.calendar
  const hours = compileCalendar({
    zone,
    weekly: weekly as Record<string, string[]>,
    holidays: figures.meanings.holidays.is,
  })
  return { ...figures, hash: hashOf(data as Json), hours }
}

/** Every problem of a policy that is written as plain data; none when it holds. */
export function policyProblems(data: unknown): Problem[] {
  const result = inspect(policySchema, data)
  return 'problems' in result ? result.problems : []
}

/** The version that judges a date, and whether it stands in for a time before the first version. */
export type InForce = { policy: Policy; beforeFirst: boolean }

/**
 * The version in force on a date: the latest one whose effective date has come. Before the first version the first one
 * answers, and `beforeFirst` says so.
 *
 * @throws SlaError `policy_missing` when there is none at all.
 */
export function policyOn(policies: readonly Policy[], date: string): InForce {
  const inOrder = byDate(policies)
  const inForce = inOrder.findLast((policy) => policy.effectiveFrom <= date)
  return { policy: inForce ?? inOrder[0], beforeFirst: inForce === undefined }
}

/** The version in force at an instant, by the date that it has in the zone of the first version; see {@link policyOn}. */
export function policyAt(policies: readonly Policy[], at: Temporal.Instant): InForce {
  return policyOn(policies, dateOf(at, byDate(policies)[0].zone))
}

function byDate(policies: readonly Policy[]): [Policy, ...Policy[]] {
  const [first, ...rest] = [...policies].sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom))
  if (first === undefined)
    throw new SlaError('policy_missing', 'There is no policy to judge by; name at least one.')
  return [first, ...rest]
}

/** A length of time in ms, with business days at their length of row 31, and whether it counts in business hours. */
export function durationMs(policy: Policy, duration: Duration): { ms: number; business: boolean } {
  switch (duration.counted) {
    case 'elapsed':
      return { ms: duration.ms, business: false }
    case 'business':
      return { ms: duration.ms, business: true }
    case 'business_days':
      return { ms: duration.days * policy.meanings.businessDay.is, business: true }
  }
}
