import {
  calendarMonth,
  type ErrorBudget,
  errorBudget,
  type Interval,
  IntervalSet,
  type Policy,
  percentText,
} from '@tractops/sla'
import type { MonthToDate } from './source.ts'

/** A part of the month, as shares of its whole length from 0 to 1. */
export type Share = { state: 'measured' | 'unmeasured' | 'down'; from: number; to: number }

/** A month against its target. Lengths in real elapsed ms; percentages truncated by the engine, never rounded (row 8). */
export type MonthView = {
  month: string
  /** The whole calendar month (row 1), of which `elapsedMs` have passed. */
  period: Interval
  periodMs: number
  elapsedMs: number
  measuredMs: number
  unmeasuredMs: number
  /** Where measuring began inside the month; null when it was measured from its first moment, or not at all. */
  measuredSince: Temporal.Instant | null
  /** How many stretches nobody measured, the one before `measuredSince` not counted. */
  laterGaps: number
  uptime: string | null
  target: string
  met: boolean | null
  budget: ErrorBudget
  /** The credit of the tier that the figure so far is in, whether or not the month could be closed as it is. */
  creditPercent: number
  settled: boolean
  shares: Share[]
}

/** SLA §1: the figures of one month as a page shows them. */
export function monthView(
  policy: Policy,
  month: string,
  { period: passed, uptime, down, gaps }: MonthToDate,
): MonthView {
  const period = calendarMonth(month, policy.zone)
  const periodMs = msOf(period)
  const elapsedMs = msOf(passed)
  const within = IntervalSet.of([passed])
  const gapSet = IntervalSet.of(gaps).intersect(within)
  const first = [...gapSet][0]
  const startsUnmeasured =
    first !== undefined && first.start.epochMilliseconds === passed.start.epochMilliseconds
  const allUnmeasured = uptime.uptime === null
  const scaled = uptime.uptime === null ? null : scaledPercent(uptime.uptime)
  return {
    month,
    period,
    periodMs,
    elapsedMs,
    measuredMs: elapsedMs - uptime.unsettledMs,
    unmeasuredMs: uptime.unsettledMs,
    measuredSince: startsUnmeasured && !allUnmeasured ? first.end : null,
    laterGaps: gapSet.size - (startsUnmeasured ? 1 : 0),
    uptime: uptime.uptime,
    target: percentText(policy.uptime.target),
    met: scaled === null ? null : scaled >= policy.uptime.target,
    budget: errorBudget(policy, periodMs, uptime),
    creditPercent:
      policy.uptime.tiers.find((t) => scaled !== null && scaled >= t.atLeast && scaled < t.below)
        ?.creditPercent ?? 0,
    settled: uptime.unsettledMs === 0,
    shares: sharesOf(period, within, sustained(policy, down).intersect(within), gapSet),
  }
}

/** "99.4213" -> 994213, the ten-thousandths of a percent that tiers are written in. */
function scaledPercent(text: string): number {
  return Number(text.replace('.', ''))
}

/** Parts narrower than a 400th of the month are drawn that wide, so that a short outage is seen, and joined where they meet. */
function sharesOf(period: Interval, passed: IntervalSet, down: IntervalSet, gaps: IntervalSet): Share[] {
  const startMs = period.start.epochMilliseconds
  const lengthMs = msOf(period)
  const shares = (state: Share['state'], set: IntervalSet): Share[] => {
    const parts: Share[] = []
    for (const [a, b] of set.entriesMs()) {
      const from = (a - startMs) / lengthMs
      const to = Math.min(1, Math.max((b - startMs) / lengthMs, from + 1 / 400))
      const before = parts.at(-1)
      if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to)
      else parts.push({ state, from, to })
    }
    return parts
  }
  return [
    ...shares('measured', passed.subtract(gaps)),
    ...shares('unmeasured', gaps.subtract(down)),
    ...shares('down', down),
  ]
}

/** What counts is judged on the whole outage, before the month cuts it (row 3). */
function sustained(policy: Policy, down: readonly Interval[]): IntervalSet {
  const entries = [...IntervalSet.of(down).entriesMs()].filter(
    ([a, b]) => b - a >= policy.meanings.sustained.is,
  )
  return IntervalSet.ofEpochMs(
    entries.map(([a]) => a),
    entries.map(([, b]) => b),
  )
}

function msOf({ start, end }: Interval): number {
  return end.epochMilliseconds - start.epochMilliseconds
}
