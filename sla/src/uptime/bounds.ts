import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { IntervalSet } from '../time/interval-set.ts'
import { Temporal } from '../time/temporal.ts'
import { type Evidence, ledgerFrom, type Observed } from './ledger.ts'
import { uptimeOf } from './measure.ts'
import { settledGaps, sustained } from './outages.ts'

/** The lowest and the highest uptime that the check interval allows; four decimals, truncated. */
export type Bounds = { lowest: string | null; highest: string | null }

/**
 * SLA §1 (row 7): between two checks the truth is not seen. A true outage began at most one check interval before its
 * first failed check, and ended at most one before its first good one. Longest and shortest outages of that kind, under the
 * same exclusions, bound the uptime; which outages count, and gaps that were settled, stay as they are.
 */
export function boundsOf(policy: Policy, period: Interval, observed: Observed): Bounds {
  const { outages, down } = sustained(policy, observed.down)
  const gaps = settledGaps(observed.unmeasured ?? [], outages)
  const stepMs = policy.meanings.error.checkInterval
  const uptime = (evidence: Evidence) =>
    uptimeOf(policy, ledgerFrom(policy, observed, evidence), period).uptime
  const earlier = down
    .filter((d) => d.start.epochMilliseconds < d.end.epochMilliseconds)
    .map((d) => ({ ...d, start: Temporal.Instant.fromEpochMilliseconds(d.start.epochMilliseconds - stepMs) }))
  // A gap settled down stays a gap: no vendor excuses it, even where an outage may have begun inside it. An unsettled one
  // stays out of the measure.
  const longest = IntervalSet.of(earlier).subtract(gaps.down).subtract(gaps.unsettled)
  return {
    lowest: uptime({ outages: longest, down: earlier, gaps }),
    highest: uptime({ outages: shortened(outages, stepMs), down, gaps }),
  }
}

function shortened(outages: IntervalSet, stepMs: number): IntervalSet {
  const starts: number[] = []
  const ends: number[] = []
  for (const [startMs, endMs] of outages.entriesMs()) {
    if (endMs - startMs <= stepMs) continue
    starts.push(startMs)
    ends.push(endMs - stepMs)
  }
  return IntervalSet.ofEpochMs(starts, ends)
}
