import { type Policy, percentUp } from '@tractops/sla'
import type { MonthAttainment } from '../../desk/index.ts'
import { type Day, daysOf, lastDates } from './days.ts'
import { type Interruption, interruptionsOf } from './interruptions.ts'
import { type MonthView, monthView } from './month.ts'
import type { ComponentHistory, State, StatusInput, VendorState } from './source.ts'
import { type ToldView, toldView, underMaintenance } from './told.ts'

/** How many days a component's bars reach back, and how many its interruptions are told in words. */
export const DAYS_SHOWN = 90
export const DAYS_TOLD = 14

/** The state of everything in one word, and the names of those who are not up. */
export type Overall = {
  state: State
  total: number
  down: string[]
  degraded: string[]
  unmeasured: string[]
  /** Incidents that are not resolved, and maintenances under way. */
  incidents: number
  maintenances: number
}

export type ComponentView = Omit<ComponentHistory, 'intervals'> & {
  days: Day[]
  /** Share of the measured time of the days shown that was not down, four decimals, truncated; null if never measured. */
  upPercent: string | null
  underMaintenance: boolean
}

/** The status page as data, before any words. */
export type StatusView = {
  now: Temporal.Instant
  zone: string
  policy: Policy
  overall: Overall
  month: MonthView
  components: ComponentView[]
  interruptions: Interruption[]
  responses: MonthAttainment
  told: ToldView
  vendors: readonly VendorState[]
}

/** SLA §1: what the status page shows, from what was measured. Pure; instants and lengths are exact, days are Pacific. */
export function statusView({
  now,
  policy,
  month,
  components,
  monthToDate,
  responses,
  told: all,
}: StatusInput): StatusView {
  const zone = policy.zone
  const dates = lastDates(now, zone, DAYS_SHOWN)
  const from = now.subtract({ hours: DAYS_TOLD * 24 })
  const told = toldView(all, from)
  const maintained = underMaintenance(told.underWay)
  return {
    now,
    zone,
    policy,
    overall: overallOf(components, told),
    month: monthView(policy, month, monthToDate),
    responses,
    components: components.map(({ intervals, ...component }) => {
      const days = daysOf(intervals, dates, now, zone)
      return {
        ...component,
        days,
        upPercent: upPercent(days),
        underMaintenance: maintained.has(component.key),
      }
    }),
    interruptions: interruptionsOf(components, policy, from, now),
    told,
    vendors: all.vendors,
  }
}

function overallOf(components: readonly ComponentHistory[], told: ToldView): Overall {
  const named = (state: State) => components.filter((c) => c.state === state).map((c) => c.name)
  const [down, degraded, unmeasured] = [named('down'), named('degraded'), named('unmeasured')]
  const state =
    down.length > 0 ? 'down' : degraded.length > 0 ? 'degraded' : unmeasured.length > 0 ? 'unmeasured' : 'up'
  return {
    state: components.length === 0 ? 'unmeasured' : state,
    total: components.length,
    down,
    degraded,
    unmeasured,
    incidents: told.active.length,
    maintenances: told.underWay.length,
  }
}

function upPercent(days: readonly Day[]): string | null {
  const sum = (pick: (day: Day) => number) => days.reduce((ms, day) => ms + pick(day), 0)
  const measuredMs = sum((day) => day.lengthMs - day.unmeasuredMs)
  return percentUp(
    measuredMs,
    sum((day) => day.downMs),
  )
}
