import type { Interval, Policy, Uptime } from '@tractops/sla'

/** The confirmed state of a component; `unmeasured` where nobody looked. */
export type State = 'up' | 'degraded' | 'down' | 'unmeasured'

/** A stretch of one state; `end` is null while it lasts. */
export type Stretch = {
  state: State
  start: Temporal.Instant
  end: Temporal.Instant | null
  cause?: string
  reason?: string
}

/** A component as monitoring tells of it: its state now, and its confirmed, contiguous stretches. */
export type ComponentHistory = {
  key: string
  name: string
  critical: boolean
  description?: string
  state: State
  since: Temporal.Instant | null
  reason: string | null
  intervals: readonly Stretch[]
}

/** The part of a month that has passed, its uptime by the engine, and the stretches that the figure came from. */
export type MonthToDate = {
  period: Interval
  uptime: Uptime
  down: readonly Interval[]
  gaps: readonly Interval[]
}

/** Everything a status page is made from, read at `now`; `month` is the calendar month that `now` is in. */
export type StatusInput = {
  now: Temporal.Instant
  policy: Policy
  month: string
  components: readonly ComponentHistory[]
  monthToDate: MonthToDate
}
