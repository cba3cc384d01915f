import { creditPercent } from '../credits/tier.ts'
import { SlaError } from '../error.ts'
import { formatPercent, PERCENT_SCALE } from '../policy/percent.ts'
import type { Policy } from '../policy/policy.ts'
import { formatInstant } from '../time/instant.ts'
import { type Interval, IntervalSet } from '../time/interval-set.ts'
import { type Ledger, ledgerOf, type Observed } from './ledger.ts'

/** What became of one exclusion: accepted or not, why, and how much downtime of the period it excused, in ms. */
export type ExclusionRow = {
  kind: 'maintenance' | 'vendor' | 'force_majeure'
  start: string
  end: string
  accepted: boolean
  because: string
  usedMs: number
}

/**
 * The uptime of a period. All lengths in real elapsed ms. `uptime` has four decimals, truncated, and is null where there is
 * nothing left to measure; `creditPercent` is null while anything is unsettled.
 */
export type Uptime = {
  periodMs: number
  measuredMs: number
  downMs: number
  excludedDownMs: number
  countedDownMs: number
  unsettledMs: number
  uptime: string | null
  creditPercent: number | null
  exclusions: ExclusionRow[]
}

/**
 * SLA §1: the uptime of `period`, uptime = 1 - len(D\E) / (T - len(D∩E)), with unsettled time left out of T (rows 4, 6).
 * Intervals may overlap and be unsorted; unions come first, then what is excused is taken away (row 5). What crosses the
 * edge of the period is cut there (row 10).
 *
 * @throws SlaError `period_empty`, `vendor_unknown`, `cause_unknown`, `interval_reversed`.
 */
export function measure(policy: Policy, period: Interval, observed: Observed): Uptime {
  return uptimeOf(policy, ledgerOf(policy, observed), period)
}

/** The uptime of one period of a ledger; see {@link measure}. */
export function uptimeOf(policy: Policy, ledger: Ledger, period: Interval): Uptime {
  const within = IntervalSet.of([period])
  const periodMs = within.lengthMs
  if (periodMs === 0)
    throw new SlaError('period_empty', 'The period has no length; its end must be after its start.', 'period')
  const downMs = ledger.down.intersect(within).lengthMs
  const excludedDownMs = ledger.excused.intersect(within).lengthMs
  const unsettledMs = ledger.unsettled.intersect(within).lengthMs
  const countedDownMs = downMs - excludedDownMs
  const measuredMs = periodMs - excludedDownMs - unsettledMs
  return {
    periodMs,
    measuredMs,
    downMs,
    excludedDownMs,
    countedDownMs,
    unsettledMs,
    uptime: percentUp(measuredMs, countedDownMs),
    creditPercent: unsettledMs > 0 ? null : creditPercent(policy, countedDownMs, measuredMs),
    exclusions: ledger.exclusions.map((row) => ({
      kind: row.kind,
      start: formatInstant(row.interval.start),
      end: formatInstant(row.interval.end),
      accepted: row.accepted,
      because: row.because,
      usedMs: row.excuses.intersect(within).lengthMs,
    })),
  }
}

/** Four decimals, truncated, so that 99.4999 never reads 99.5 (row 8); null where nothing was measured. */
export function percentUp(measuredMs: number, downMs: number): string | null {
  if (measuredMs === 0) return null
  return formatPercent(
    Number((BigInt(measuredMs - downMs) * BigInt(100 * PERCENT_SCALE)) / BigInt(measuredMs)),
  )
}
