import type { Severity } from '@tractops/sla'

/** SLA §2 (row 35): how many first responses were in time. `percent` is of those that are decided; four decimals, truncated. */
type Kept = { met: number; breached: number; waiting: number; percent: string | null }

/** Lengths in ms, in the hours that the severity is counted in; null where none was given. */
export type KeptOfSeverity = Kept & {
  severity: Severity
  counted: 'elapsed' | 'business'
  medianMs: number | null
  p90Ms: number | null
  worstMs: number | null
}

export type Figures = Kept & { bySeverity: KeptOfSeverity[] }

/** Dates are Pacific, the last one included. */
export type Report = {
  from: string
  to: string
  all: Figures
  /** How many were closed as spam; all figures count them, but those of `withoutSpam`. */
  spam: number
  withoutSpam: Kept
  months: ({ month: string } & Figures)[]
  teams: ({ id: string; name: string | null } & Figures)[]
  people: ({ id: string; name: string | null } & Figures)[]
}
