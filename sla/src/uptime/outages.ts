import type { Policy } from '../policy/policy.ts'
import { type Interval, IntervalSet } from '../time/interval-set.ts'

/** A stretch of downtime as it was observed; `cause` is who or what was found to have caused it. */
export type Down = Interval & { cause?: string | undefined }

/** A stretch that nobody measured, and what it was settled as, if it was (row 6). */
export type Gap = Interval & { settled?: 'up' | 'down' | undefined }

/**
 * SLA §1: the sustained outages among what was observed. Overlapping and touching stretches are one outage (row 5), and
 * one that lasts less than the policy's 60 s counts nowhere (row 3). This is judged before any month or exclusion cuts it.
 */
export function sustained(policy: Policy, down: readonly Down[]): { outages: IntervalSet; down: Down[] } {
  const minimumMs = policy.meanings.sustained.is
  const starts: number[] = []
  const ends: number[] = []
  for (const [startMs, endMs] of IntervalSet.of(down).entriesMs()) {
    if (endMs - startMs < minimumMs) continue
    starts.push(startMs)
    ends.push(endMs)
  }
  const outages = IntervalSet.ofEpochMs(starts, ends)
  return { outages, down: down.filter((d) => outages.containsMs(d.start.epochMilliseconds)) }
}

/** Gaps by what they were settled as; evidence wins over gaps: downtime first, then settled down, up, unsettled. */
export function settledGaps(
  gaps: readonly Gap[],
  down: IntervalSet,
): { down: IntervalSet; unsettled: IntervalSet } {
  const as = (settled: Gap['settled']) => IntervalSet.of(gaps.filter((gap) => gap.settled === settled))
  const settledDown = as('down').subtract(down)
  return {
    down: settledDown,
    unsettled: as(undefined).subtract(down).subtract(settledDown).subtract(as('up')),
  }
}
