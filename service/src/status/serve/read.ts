import { calendarMonth, dateOf, type Policy, policyAt, startOfDay } from '@tractops/sla'
import type { HistoryMonth } from '../html/history-page.ts'
import { lastDates } from '../view/days.ts'
import { monthView } from '../view/month.ts'
import type { ComponentHistory, MonthToDate, StatusInput } from '../view/source.ts'
import { DAYS_SHOWN } from '../view/view.ts'

/** Where the pages' figures come from; both are monitoring's, asked for at one and the same `now`. */
export type StatusSource = {
  policies: readonly Policy[]
  history(range: { from: Temporal.Instant; to: Temporal.Instant }): Promise<readonly ComponentHistory[]>
  month(month: string, now: Temporal.Instant): Promise<MonthToDate>
}

const MONTHS_SHOWN = 13

/** Gathers what the status page and the agreement show at `now`, under the policy in force when the month began (row 1). */
export async function readStatus(source: StatusSource, now: Temporal.Instant): Promise<StatusInput> {
  const { month, policy } = monthAt(source, now)
  const from = startOfDay(lastDates(now, policy.zone, DAYS_SHOWN)[0]!, policy.zone)
  const [components, monthToDate] = await Promise.all([
    source.history({ from, to: now }),
    source.month(month, now),
  ])
  return { now, policy, month, components, monthToDate }
}

/** Gathers the figures of the last months, the latest first, from the first of them that was measured at all. */
export async function readHistory(source: StatusSource, now: Temporal.Instant): Promise<HistoryMonth[]> {
  const latest = Temporal.PlainYearMonth.from(monthAt(source, now).month)
  const months: HistoryMonth[] = []
  for (let back = 0; back < MONTHS_SHOWN; back += 1) {
    const month = latest.subtract({ months: back }).toString()
    const figures = await source.month(month, now)
    const policy = policyOf(source, month)
    months.push({ ...monthView(policy, month, figures), excludedDownMs: figures.uptime.excludedDownMs })
  }
  return months.slice(0, months.findLastIndex(({ uptime }) => uptime !== null) + 1)
}

function monthAt(source: StatusSource, now: Temporal.Instant): { month: string; policy: Policy } {
  const month = dateOf(now, policyAt(source.policies, now).policy.zone).slice(0, 7)
  return { month, policy: policyOf(source, month) }
}

/** A month is judged by the version in force when it began. */
function policyOf({ policies }: StatusSource, month: string): Policy {
  const zone = policies[0]!.zone
  return policyAt(policies, calendarMonth(month, zone).start).policy
}
