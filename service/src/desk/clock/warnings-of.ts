import { addBusinessMs, businessMsBetween, type FirstResponse, type Policy } from '@tractops/sla'
import { WARNINGS } from '../words.ts'

/** When `portion` hundredths of the time to answer have passed; at 100 the due instant has (row 30: at it is still in time). */
export type Warning = { portion: number; at: Temporal.Instant }

/**
 * SLA §2: when somebody is told that the time runs out, counted in the hours that the severity is counted in: from receipt, or from the
 * moment that the severity was raised.
 */
export function warningsOf(
  policy: Policy,
  receivedAt: Temporal.Instant,
  { segments, dueAt }: Pick<FirstResponse, 'segments' | 'dueAt'>,
): Warning[] {
  const { severity, from } = segments.at(-1)!
  const before = segments.at(-2)?.severity
  const startAt = before !== undefined && severity < before ? from : receivedAt
  const last = { portion: 100, at: dueAt.add({ milliseconds: 1 }) }
  const portions = WARNINGS.filter((portion) => portion < 100)
  if (Temporal.Instant.compare(startAt, dueAt) >= 0)
    return [...portions.map((portion) => ({ portion, at: dueAt })), last]
  const isElapsed = policy.response.severities[severity].firstResponse.counted === 'elapsed'
  const totalMs = isElapsed
    ? dueAt.epochMilliseconds - startAt.epochMilliseconds
    : businessMsBetween(policy.hours, startAt, dueAt)
  const after = (ms: number) =>
    isElapsed ? startAt.add({ milliseconds: ms }) : addBusinessMs(policy.hours, startAt, ms)
  return [...portions.map((portion) => ({ portion, at: after(Math.floor((totalMs * portion) / 100)) })), last]
}

/** What is to be told next: those that were told before are not told again, unless the due instant has moved since. */
export function nextWarning(
  warnings: readonly Warning[],
  known: { warned: number; moved: boolean; answered: boolean },
): { warned: number; warnDueAt: Temporal.Instant | null } {
  const warned = known.moved && known.warned < 100 ? 0 : known.warned
  const next = known.answered ? undefined : warnings.find(({ portion }) => portion > warned)
  return { warned, warnDueAt: next?.at ?? null }
}
