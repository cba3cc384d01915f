import {
  calendarMonth,
  dateOf,
  type ExclusionRow,
  type Policy,
  policyAt,
  policyOn,
  startOfDay,
} from '@tractops/sla'
import type { MonthAttainment } from '../../desk/index.ts'
import type { HistoryMonth } from '../html/history-page.ts'
import type { IncidentSeen } from '../html/incident-page.ts'
import { INCIDENTS_A_PAGE, type MonthSeen } from '../html/month-page.ts'
import { lastDates } from '../view/days.ts'
import { monthView } from '../view/month.ts'
import type {
  ComponentHistory,
  MonthToDate,
  PublicDeclaration,
  PublicIncident,
  PublicMaintenance,
  StatusInput,
  VendorState,
} from '../view/source.ts'
import { DAYS_SHOWN } from '../view/view.ts'

/** What was measured, as seen at one instant. */
export type StatusReader = {
  now: Temporal.Instant
  history(range: Range): Promise<readonly ComponentHistory[]>
  month(month: string): Promise<MonthToDate>
  responses(month: string): Promise<MonthAttainment>
  /** Incidents that touch [from, to), and those not resolved; with `most`, the latest of each, as many at most. */
  incidents(range: Range, most?: number): Promise<readonly PublicIncident[]>
  incident(id: string): Promise<PublicIncident | null>
  /** Published maintenances whose announced or real time touches [from, to). */
  maintenances(range: Range): Promise<readonly PublicMaintenance[]>
  maintenance(id: string): Promise<PublicMaintenance | null>
  /** Every declaration of force majeure, withdrawn ones too. */
  declarations(): Promise<readonly PublicDeclaration[]>
  vendors(): Promise<readonly VendorState[]>
  calendar(): Promise<string>
}

type Range = { from: Temporal.Instant; to: Temporal.Instant }

/** Where the pages' figures come from: runs `work` with a reader whose answers all belong to the same instant. */
export type StatusSource = <T>(work: (reader: StatusReader) => Promise<T>) => Promise<T>

const MONTHS_SHOWN = 13

/** How many incidents the pages that are made all the time are made from. */
const INCIDENTS_LIVE = 200

/** How far ahead announced maintenance is looked for. */
const DAYS_AHEAD = 400

/** Gathers what the status page and the agreement show, under the policy in force when the month began (row 1). */
export async function readStatus(reader: StatusReader, policies: readonly Policy[]): Promise<StatusInput> {
  const { now } = reader
  const { month, policy } = monthAt(policies, now)
  const from = startOfDay(lastDates(now, policy.zone, DAYS_SHOWN)[0]!, policy.zone)
  const components = await reader.history({ from, to: now })
  const monthToDate = await reader.month(month)
  const responses = await reader.responses(month)
  const told = {
    incidents: await reader.incidents({ from, to: now }, INCIDENTS_LIVE),
    maintenances: await reader.maintenances({ from, to: now.add({ hours: 24 * DAYS_AHEAD }) }),
    vendors: await reader.vendors(),
    calendar: await reader.calendar(),
  }
  return { now, policy, month, components, monthToDate, responses, told }
}

/**
 * Gathers the figures of the last months, the latest first, from the first of them that was measured at all. Of `known`, which was
 * gathered earlier, what is over is taken as it is, as long as the month is the same.
 */
export async function readHistory(
  reader: StatusReader,
  policies: readonly Policy[],
  known: readonly HistoryMonth[] = [],
): Promise<HistoryMonth[]> {
  const latest = Temporal.PlainYearMonth.from(monthAt(policies, reader.now).month)
  const over = known[0]?.month === latest.toString() ? known.slice(1) : null
  const months: HistoryMonth[] = []
  for (let back = 0; back < (over === null ? MONTHS_SHOWN : 1); back += 1) {
    const month = latest.subtract({ months: back }).toString()
    const figures = await reader.month(month)
    const { excludedDownMs } = figures.uptime
    months.push({ ...monthView(policyOf(policies, month), month, figures), excludedDownMs })
  }
  months.push(...(over ?? []))
  return months.slice(0, months.findLastIndex(({ uptime }) => uptime !== null) + 1)
}

/** An incident with the exclusions of the months that it touched; null where there is none of that id. */
export async function readIncident(
  reader: StatusReader,
  policies: readonly Policy[],
  id: string,
): Promise<IncidentSeen | null> {
  const incident = await reader.incident(id)
  return incident === null ? null : seeIncident(reader, policies, incident)
}

/** The incident with what the months that it touched decided about its time. SLA §4 */
export async function seeIncident(
  reader: StatusReader,
  policies: readonly Policy[],
  incident: PublicIncident,
): Promise<IncidentSeen> {
  const { zone } = monthAt(policies, reader.now).policy
  const end = incident.resolvedAt ?? reader.now
  const exclusions: ExclusionRow[] = []
  for (const month of monthsOf(incident.startedAt, end, zone)) {
    const { uptime } = await reader.month(month)
    exclusions.push(...uptime.exclusions.filter((row) => touches(row, incident.startedAt, end)))
  }
  return { incident, exclusions, now: reader.now, zone }
}

/** A month that has begun, with everything that decided its figure; null for one that has not, or is no month. */
export async function readMonth(
  reader: StatusReader,
  policies: readonly Policy[],
  month: string,
  page: number,
): Promise<MonthSeen | null> {
  const { now } = reader
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month) || month > monthAt(policies, now).month) return null
  const policy = policyOf(policies, month)
  const figures = await reader.month(month)
  const { start: from, end: to } = calendarMonth(month, policy.zone)
  const incidents = (await reader.incidents({ from, to })).filter(
    (one) => one.mergedInto === null && touchesRange(one.startedAt, one.resolvedAt, from, to),
  )
  const pages = Math.max(1, Math.ceil(incidents.length / INCIDENTS_A_PAGE))
  if (!(page >= 1 && page <= pages)) return null
  return {
    view: monthView(policy, month, figures),
    uptime: figures.uptime,
    incidents: incidents.toSorted((a, b) => Temporal.Instant.compare(b.startedAt, a.startedAt)),
    maintenances: await reader.maintenances({ from, to }),
    declarations: (await reader.declarations()).filter((one) => touchesRange(one.start, one.end, from, to)),
    page,
    now,
    zone: policy.zone,
  }
}

/** The months of a zone that [from, to) touches. */
function monthsOf(from: Temporal.Instant, to: Temporal.Instant, zone: string): string[] {
  const last = dateOf(to, zone).slice(0, 7)
  const months: string[] = []
  let month = Temporal.PlainYearMonth.from(dateOf(from, zone).slice(0, 7))
  while (month.toString() <= last) {
    months.push(month.toString())
    month = month.add({ months: 1 })
  }
  return months
}

function touches(row: ExclusionRow, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return touchesRange(Temporal.Instant.from(row.start), Temporal.Instant.from(row.end), from, to)
}

function touchesRange(
  start: Temporal.Instant,
  end: Temporal.Instant | null,
  from: Temporal.Instant,
  to: Temporal.Instant,
): boolean {
  return Temporal.Instant.compare(start, to) < 0 && (end === null || Temporal.Instant.compare(end, from) > 0)
}

function monthAt(policies: readonly Policy[], now: Temporal.Instant): { month: string; policy: Policy } {
  const month = dateOf(now, policyAt(policies, now).policy.zone).slice(0, 7)
  return { month, policy: policyOf(policies, month) }
}

/** A month is judged by the version in force when it began. */
function policyOf(policies: readonly Policy[], month: string): Policy {
  return policyOn(policies, `${month}-01`).policy
}
