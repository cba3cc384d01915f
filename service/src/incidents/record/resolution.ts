import type { IncidentRow } from './hold.ts'

const POSTMORTEM_HOURS = 7 * 24
const REMIND_BEFORE_HOURS = 2 * 24

/** What becomes of an incident that is over since `at`; a critical one owes a postmortem within 7 days, with a reminder 2 days before. */
export function resolvedAt(row: Pick<IncidentRow, 'impact'>, at: Temporal.Instant): Partial<IncidentRow> {
  return { state: 'resolved', resolvedAt: at, resolveDueAt: null, ...postmortemOf(row.impact, at) }
}

/** What becomes of an incident that is not over after all. */
export function reopened(): Partial<IncidentRow> {
  return { resolvedAt: null, postmortemDueAt: null, remindDueAt: null }
}

/** By when a postmortem is owed and when the leads are reminded. */
export function postmortemOf(
  impact: IncidentRow['impact'],
  resolved: Temporal.Instant | null,
): Pick<IncidentRow, 'postmortemDueAt' | 'remindDueAt'> {
  if (impact !== 'critical' || resolved === null) return { postmortemDueAt: null, remindDueAt: null }
  const postmortemDueAt = resolved.add({ hours: POSTMORTEM_HOURS })
  return { postmortemDueAt, remindDueAt: postmortemDueAt.subtract({ hours: REMIND_BEFORE_HOURS }) }
}
