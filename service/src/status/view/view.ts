import { type Policy, percentUp } from '@tractops/sla'
import { type Day, daysOf, lastDates } from './days.ts'
import { type Interruption, interruptionsOf } from './interruptions.ts'
import { type MonthView, monthView } from './month.ts'
import type { ComponentHistory, State, StatusInput } from './source.ts'

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
}

export type ComponentView = Omit<ComponentHistory, 'intervals'> & {
  days: Day[]
  /** Share of the measured time of the days shown that was not down, four decimals, truncated; null if never measured. */
  upPercent: string | null
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
}

/** SLA §1: what the status page shows, from what was measured. Pure; instants and lengths are exact, days are Pacific. */
export function statusView({ now, policy, month, components, monthToDate }: StatusInput): StatusView {
  const zone = policy.zone
  const dates = lastDates(now, zone, DAYS_SHOWN)
  const told = now.subtract({ hours: DAYS_TOLD * 24 })
  return {
    now,
    zone,
    policy,
    overall: overallOf(components),
    month: monthView(policy, month, monthToDate),
    components: components.map(({ intervals, ...component }) => {
      const days = daysOf(intervals, dates, now, zone)
      return { ...component, days, upPercent: upPercent(days) }
    }),
    interruptions: interruptionsOf(components, policy, told, now),
  }
}

function overallOf(components: readonly ComponentHistory[]): Overall {
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
