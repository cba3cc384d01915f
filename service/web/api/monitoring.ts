import type { ComponentState } from './types.ts'

/** What the API answers of monitors, components and those who look, as service/src/monitoring describes it at /api. */

export const KINDS = ['http', 'journey', 'tcp', 'dns', 'tls', 'heartbeat'] as const
export type Kind = (typeof KINDS)[number]
type Source = 'file' | 'console'

export type Monitor = {
  key: string
  component: string
  kind: Kind
  source: Source
  everyMs: number
  definition: Record<string, unknown>
  problem: string | null
}
export type MadeMonitor = Monitor & { token: string | null }

export type ComponentDefinition = {
  key: string
  name: string
  description: string | null
  critical: boolean
  source: Source
  order: number | null
  monitors: string[]
}

export type CheckResult = {
  at: string
  state: 'up' | 'degraded' | 'down'
  reason: string | null
  latencyMs: number
  statusCode: number | null
  tlsDaysLeft: number | null
}

export type RawResult = {
  at: string
  agent: string
  state: 'up' | 'degraded' | 'down' | 'blind'
  reason: string | null
  latencyMs: number
  statusCode: number | null
}

export type LatencyPoint = {
  at: string
  count: number
  failed: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
}

export type Observed = {
  confirmed: { state: ComponentState; since: string | null }
  agents: {
    id: number
    name: string
    state: ComponentState
    since: string | null
    checkedAt: string | null
    blind: boolean
    reason: string | null
  }[]
}

export type Secret = {
  name: string
  createdAt: string
  changedAt: string
  changedBy: string
  readable: boolean
  usedBy: string[]
}
