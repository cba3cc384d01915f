import type { Transition } from '@tractops/sla'
import type { Span } from './spans.ts'

/** A monitor as it was measured: when it was in the configuration, and what it found. */
export type MonitorRecord = {
  id: number
  spans: Span[]
  transitions: (Transition & { reason: string | null })[]
}

/** A component, when it was watched and whether it was critical then, and its monitors. What lasts ends at infinity. */
export type ComponentRecord = {
  key: string
  name: string
  description: string | null
  retired: boolean
  spans: (Span & { critical: boolean })[]
  monitors: MonitorRecord[]
}
