import type { MonitorState } from '@tractops/sla'

/** What one check found. `reason` says why it is not up, in a short sentence for people that names no host. */
export type CheckResult = {
  startedAt: Temporal.Instant
  state: MonitorState
  reason: string | null
  latencyMs: number
  statusCode: number | null
  tlsDaysLeft: number | null
}
