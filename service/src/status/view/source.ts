import type { Interval, Policy, Uptime } from '@tractops/sla'
import type { MonthAttainment } from '../../desk/index.ts'

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

/** A component as an incident or a maintenance names it. */
export type Named = { key: string; name: string }

export type IncidentState = 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
export type Impact = 'none' | 'minor' | 'major' | 'critical'

/** What was said of an incident, when it was true (`at`) and when it was said (`postedAt`); `html` is sanitised. */
export type IncidentUpdate = {
  id: string
  state: IncidentState
  text: string
  html: string
  at: Temporal.Instant
  postedAt: Temporal.Instant
  by: string
  backdated: boolean
  edited: readonly { at: Temporal.Instant; by: string; previousText: string }[]
}

/** An incident as the public may see it; `cause` is null until somebody has recorded it. */
export type PublicIncident = {
  id: string
  title: string
  impact: Impact
  state: IncidentState
  automatic: boolean
  components: readonly Named[]
  startedAt: Temporal.Instant
  resolvedAt: Temporal.Instant | null
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
  cause: { kind: string; vendor?: string | undefined; by: string; at: Temporal.Instant } | null
  updates: readonly IncidentUpdate[]
  mergedInto: string | null
}

/** Force majeure as an officer declared it (row 24); one that was withdrawn excuses nothing, and stays to be read. */
export type PublicDeclaration = {
  id: string
  start: Temporal.Instant
  end: Temporal.Instant
  html: string
  declaredBy: string
  publishedAt: Temporal.Instant
  withdrawn: { at: Temporal.Instant; by: string; because: string } | null
}

export type MaintenanceState = 'scheduled' | 'in_progress' | 'overrun' | 'completed' | 'cancelled'

/** A maintenance as announced; whether the notice was enough is judged by the engine (row 20), with its reason. */
export type PublicMaintenance = {
  id: string
  title: string
  text: string
  html: string
  components: readonly Named[]
  announcedStart: Temporal.Instant
  announcedEnd: Temporal.Instant
  publishedAt: Temporal.Instant | null
  emailedAt: Temporal.Instant | null
  noticeEnough: boolean
  because: string
  startedAt: Temporal.Instant | null
  completedAt: Temporal.Instant | null
  cancelledAt: Temporal.Instant | null
  state: MaintenanceState
  updates: readonly { at: Temporal.Instant; text: string; html: string; by: string }[]
}

/** What a vendor's own page said when our poller last read it; `unknown` where it could not be read or believed (row 23). */
export type VendorState = {
  vendor: string
  name: string
  url: string | null
  state: 'operational' | 'degraded' | 'partial_outage' | 'major_outage' | 'maintenance' | 'unknown'
  since: Temporal.Instant | null
  seenAt: Temporal.Instant | null
  reason: string | null
}

/** What people tell, beside what is measured: incidents and maintenances of late, the latest first, and the vendors. */
export type Told = {
  incidents: readonly PublicIncident[]
  maintenances: readonly PublicMaintenance[]
  vendors: readonly VendorState[]
  /** Announced maintenance as iCalendar (RFC 5545). */
  calendar: string
}

/** Everything a status page is made from, read at `now`; `month` is the calendar month that `now` is in. */
export type StatusInput = {
  now: Temporal.Instant
  policy: Policy
  month: string
  components: readonly ComponentHistory[]
  monthToDate: MonthToDate
  /** How first responses to what came in this month kept their targets so far. SLA §2 (row 35) */
  responses: MonthAttainment
  told: Told
}
