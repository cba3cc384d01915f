import type { MonitorState } from '@tractops/sla'

/** One result on its way to the database; plain JSON, as it is kept in the journal. `atMs` is its instant, epoch ms. */
export type MonitorResult = {
  component: string
  monitor: string
  atMs: number
  state: MonitorState
  reason: string | null
  latencyMs: number
  statusCode: number | null
  /** Its agent could not reach its own control targets either: it is kept, and counts for nothing. */
  blind?: boolean
}

/** A confirmed change, as it was committed. */
export type Change = {
  component: string
  monitor: string
  at: Temporal.Instant
  state: MonitorState | 'unmeasured'
  reason: string | null
  /** It was found out from late results: what came after it is told already. */
  late?: true
  /** Late results moved it: when it had been told to be. */
  was?: Temporal.Instant
}
