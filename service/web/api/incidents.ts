/** Incidents and what people decide about the measure, as the API answers them. */

export const STATES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
export type IncidentState = (typeof STATES)[number]
export type Impact = 'none' | 'minor' | 'major' | 'critical'
export type ComponentImpact = 'degraded_performance' | 'partial_outage' | 'major_outage'
export type CauseKind = 'own' | 'vendor' | 'maintenance' | 'force_majeure' | 'customer_side'

export type IncidentUpdate = {
  id: string
  state: IncidentState
  text: string
  html: string
  at: string
  postedAt: string
  by: string
  backdated: boolean
  edited: { at: string; by: string; previousText: string }[]
  origin: string | null
}

export type Cause = {
  component?: string
  kind: CauseKind
  vendor?: string
  because: string
  by: string
  at: string
}

export type Incident = {
  id: string
  title: string
  impact: Impact
  state: IncidentState
  automatic: boolean
  components: { key: string; name: string }[]
  spans: { key: string; impact: ComponentImpact; start: string; end: string | null }[]
  startedAt: string
  resolvedAt: string | null
  createdAt: string
  updatedAt: string
  cause: Cause | null
  causes: Cause[]
  updates: IncidentUpdate[]
  mergedInto: string | null
}

export type IncidentInFull = Incident & {
  taken: { by: string; at: string } | null
  goodSince: string | null
  resolveDueAt: string | null
  postmortemDueAt: string | null
}

export type Template = {
  id: string
  name: string
  title: string | null
  state: IncidentState | null
  text: string
}

export type Preview = { text: string; html: string; variables: string[] }

/** What a vendor reported over a window, and how much downtime it would excuse as the cause. */
export type VendorExclusion = {
  vendor: string
  name: string
  excludedMs: number
  because: string
  stretches: {
    component: string | null
    status: string
    start: string
    end: string | null
    qualifies: boolean
    because: string
  }[]
}

export type Declaration = {
  id: string
  start: string
  end: string
  text: string
  declaredBy: string
  publishedAt: string
  withdrawn: { at: string; by: string; because: string } | null
}

export type Settlement = {
  id: string
  start: string
  end: string
  settled: 'up' | 'down'
  by: string
  reason: string
  at: string
}

/** What the month's figure follows from, as far as the console looks at it. */
export type UptimeInput = { unmeasured: { start: string; end: string; settled?: 'up' | 'down' }[] }
