import type { Severity } from '@tractops/sla'

/** SLA §2: how first responses were kept, as the API answers it. Lengths in ms. */
export type Kept = {
  met: number
  breached: number
  waiting: number
  /** Of those that are decided; four decimals, truncated; null where none is. */
  percent: string | null
  medianMs: number | null
  p90Ms: number | null
  worstMs: number | null
}

export type ReportRow = Kept & {
  month: string | null
  severity: Severity | null
  id: string | null
  name: string | null
}
export type Report = { from: string; to: string; total: Kept; rows: ReportRow[] }
