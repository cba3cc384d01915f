import { latestMeetingStart } from './contact/meeting.ts'
import {
  type AddInput,
  addInput,
  type DueInput,
  dueInput,
  type HoursInput,
  hoursInput,
  type MonthInput,
  type SlotInput,
  slotInput,
  type UptimeInput,
  uptimeInput,
} from './input.ts'
import { defaultPolicies } from './policy/defaults.ts'
import { type Policy, policyAt, policyOn } from './policy/policy.ts'
import { firstResponse } from './response/clock.ts'
import { read } from './shape.ts'
import { type Statement, statementOf } from './statement/statement.ts'
import { type Verification, verifyStatement } from './statement/verify.ts'
import { addBusinessMs, businessMsBetween } from './time/business-time.ts'
import { type BusinessCalendar, type CalendarInput, compileCalendar } from './time/calendar.ts'
import { formatInstant } from './time/instant.ts'
import { calendarMonth } from './time/month.ts'
import { measure, type Uptime } from './uptime/measure.ts'

/**
 * The commands of `sla` as functions: plain JSON in, plain JSON out. Instants are RFC 3339 texts, lengths are ms. Each
 * judges by the version of the policies that was in force, the published ones unless others are given, and throws SlaError
 * with the path for input that is not of the shape.
 */

/** How much business time lies between two instants. */
export function hours(input: HoursInput, policies = defaultPolicies()): { ms: number } {
  const { calendar, from, to } = read(hoursInput, input)
  return { ms: businessMsBetween(calendarAt(policies, from, calendar), from, to) }
}

/** The instant at which that much business time has passed. */
export function add(input: AddInput, policies = defaultPolicies()): { at: string } {
  const { calendar, from, ms } = read(addInput, input)
  return { at: formatInstant(addBusinessMs(calendarAt(policies, from, calendar), from, ms)) }
}

/** A first-response clock with its instants as texts; see `firstResponse`. */
export type Due = {
  dueAt: string
  respondedAt: string | null
  state: 'waiting' | 'met' | 'breached'
  breachedAt: string | null
  segments: { severity: string; from: string; to: string | null; dueAt: string }[]
}

/** SLA §2: when a first response is due, and whether it came in time. */
export function due(input: DueInput, policies = defaultPolicies()): Due {
  const question = read(dueInput, input)
  const response = firstResponse(policyAt(policies, question.receivedAt).policy, question)
  return {
    dueAt: formatInstant(response.dueAt),
    respondedAt: textOf(response.respondedAt),
    state: response.state,
    breachedAt: textOf(response.breachedAt),
    segments: response.segments.map(({ severity, from, to, dueAt }) => ({
      severity,
      from: formatInstant(from),
      to: textOf(to),
      dueAt: formatInstant(dueAt),
    })),
  }
}

/** SLA §3: the latest start of a meeting that was asked for. */
export function slot(input: SlotInput, policies = defaultPolicies()): { latestStart: string } {
  const { requestedAt } = read(slotInput, input)
  return {
    latestStart: formatInstant(latestMeetingStart(policyAt(policies, requestedAt).policy, requestedAt)),
  }
}

/** SLA §1 and §4: the uptime of a month, or of any other period. */
export function uptime(input: UptimeInput, policies = defaultPolicies()): Uptime {
  const { period, ...observed } = read(uptimeInput, input)
  if (period.month === undefined) return measure(policyAt(policies, period.start).policy, period, observed)
  const { policy } = policyOn(policies, `${period.month}-01`)
  return measure(policy, calendarMonth(period.month, policy.zone, 'period.month'), observed)
}

/** SLA §1: a month, closed; see `statementOf`. */
export function month(input: MonthInput, policies = defaultPolicies()): Statement {
  return statementOf(policies, input)
}

/** Recomputes a statement from what it carries; see `verifyStatement`. */
export function verify(statement: unknown, policies = defaultPolicies()): Verification {
  return verifyStatement(policies, statement)
}

function calendarAt(
  policies: readonly Policy[],
  from: Temporal.Instant,
  calendar: CalendarInput | undefined,
): BusinessCalendar {
  return calendar === undefined
    ? policyAt(policies, from).policy.hours
    : compileCalendar(calendar, 'calendar')
}

function textOf(instant: Temporal.Instant | null): string | null {
  return instant === null ? null : formatInstant(instant)
}
