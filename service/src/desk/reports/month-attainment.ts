import type { Ctx } from '@tractops/platform'
import {
  type Attainment,
  attainment,
  calendarMonth,
  type Policy,
  policyOn,
  type Severity,
} from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { SEVERITIES } from './figures.ts'

export type MonthAttainment = Attainment & { bySeverity: ({ severity: Severity } & Attainment)[] }

/** SLA §2 (row 35): how the first responses to what was received in a calendar month (row 1) kept their targets so far. */
export async function monthAttainment(
  { tx }: Pick<Ctx, 'tx'>,
  { policies }: { policies: readonly Policy[] },
  month: string,
): Promise<MonthAttainment> {
  const { start, end } = calendarMonth(month, policyOn(policies, `${month}-01`).policy.zone)
  const { rows } = await tx.execute<{
    severity: Severity
    state: 'met' | 'breached' | 'waiting'
    n: number
  }>(sql`
    select coalesce(answered_as, severity) as severity, response_state as state, count(*)::int as n from ticket
    where received_at >= ${String(start)}::timestamptz and received_at < ${String(end)}::timestamptz
      and merged_into is null
    group by 1, 2`)
  const each = rows.flatMap(({ severity, state, n }) =>
    Array.from({ length: n }, () => ({ severity, state })),
  )
  const bySeverity = Map.groupBy(each, ({ severity }) => severity)
  return {
    ...attainment(each),
    bySeverity: SEVERITIES.map((severity) => ({ severity, ...attainment(bySeverity.get(severity) ?? []) })),
  }
}
