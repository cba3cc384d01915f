import { type Interval, IntervalSet } from '../time/interval-set.ts'
import type { Ledger } from './ledger.ts'

/**
 * SLA §1 (row 17): the incidents that count in a period, in order of their starts: outages, and gaps settled down, with
 * downtime in it that no exclusion excuses. Each is given whole, with its own start and end, even where it crosses the edge
 * of the period.
 */
export function contributing(ledger: Ledger, period: Interval): Interval[] {
  const counted = ledger.down.subtract(ledger.excused).intersect(IntervalSet.of([period]))
  const byStart = (a: Interval, b: Interval) => a.start.epochMilliseconds - b.start.epochMilliseconds
  const gaps = [...ledger.gapsDown].sort(byStart)
  return [
    ...touched([...ledger.outages], counted.intersect(ledger.outages)),
    ...touched(gaps, counted.subtract(ledger.outages)),
  ].sort(byStart)
}

/** Those of the incidents, in order of their starts, that have an instant in the set. */
function touched(incidents: readonly Interval[], counted: IntervalSet): Interval[] {
  const stretches = [...counted.entriesMs()]
  let next = 0
  return incidents.filter(({ start, end }) => {
    // What ended before this incident began counts for none of the later ones either.
    while (next < stretches.length && stretches[next]![1] <= start.epochMilliseconds) next++
    const stretch = stretches[next]
    return stretch !== undefined && stretch[0] < end.epochMilliseconds
  })
}
