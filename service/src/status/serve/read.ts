import { dateOf, type Policy, policyAt, policyOn, startOfDay } from '@tractops/sla'
import type { HistoryMonth } from '../html/history-page.ts'
import { lastDates } from '../view/days.ts'
import { monthView } from '../view/month.ts'
import type { ComponentHistory, MonthToDate, StatusInput } from '../view/source.ts'
import { DAYS_SHOWN } from '../view/view.ts'

/** What was measured, as seen at one instant. */
export type StatusReader = {
  now: Temporal.Instant
  history(range: { from: Temporal.Instant; to: Temporal.Instant }): Promise<readonly ComponentHistory[]>
  month(month: string): Promise<MonthToDate>
}

/** Where the pages' figures come from: runs `work` with a reader whose answers all belong to the same instant. */
export type StatusSource = <T>(work: (reader: StatusReader) => Promise<T>) => Promise<T>

const MONTHS_SHOWN = 13

/** Gathers what the status page and the agreement show, under the policy in force when the month began (row 1). */
export async function readStatus(reader: StatusReader, policies: readonly Policy[]): Promise<StatusInput> {
  const { now } = reader
  const { month, policy } = monthAt(policies, now)
  const from = startOfDay(lastDates(now, policy.zone, DAYS_SHOWN)[0]!, policy.zone)
  const components = await reader.history({ from, to: now })
  return { now, policy, month, components, monthToDate: await reader.month(month) }
}

/** Gathers the figures of the last months, the latest first, from the first of them that was measured at all. */
export async function readHistory(
  reader: StatusReader,
  policies: readonly Policy[],
): Promise<HistoryMonth[]> {
  const latest = Temporal.PlainYearMonth.from(monthAt(policies, reader.now).month)
  const months: HistoryMonth[] = []
  for (let back = 0; back < MONTHS_SHOWN; back += 1) {
    const month = latest.subtract({ months: back }).toString()
    const figures = await reader.month(month)
    const { excludedDownMs } = figures.uptime
    months.push({ ...monthView(policyOf(policies, month), month, figures), excludedDownMs })
  }
  return months.slice(0, months.findLastIndex(({ uptime }) => uptime !== null) + 1)
}

function monthAt(policies: readonly Policy[], now: Temporal.Instant): { month: string; policy: Policy } {
  const month = dateOf(now, policyAt(policies, now).policy.zone).slice(0, 7)
  return { month, policy: policyOf(policies, month) }
}

/** A month is judged by the version in force when it began. */
function policyOf(policies: readonly Policy[], month: string): Policy {
  return policyOn(policies, `${month}-01`).policy
}
