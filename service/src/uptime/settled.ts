import type { Gap, Interval } from '@tractops/sla'

/** What a named person decided of a stretch that nobody measured. Of two that overlap none is given: what stands is disjoint. */
export type Decided = Interval & { settled: 'up' | 'down' }

/**
 * SLA §1 (row 6): gaps cut where decisions begin and end, each piece with what it was settled as, if it was. A decision says something of
 * gaps only: what was measured meanwhile, it does not touch.
 */
export function settled(gaps: readonly Interval[], decisions: readonly Decided[]): Gap[] {
  return gaps.flatMap((gap) => {
    const startMs = gap.start.epochMilliseconds
    const endMs = gap.end.epochMilliseconds
    const edges = decisions
      .flatMap(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds])
      .filter((ms) => ms > startMs && ms < endMs)
    const cuts = [...new Set([startMs, ...edges, endMs])].sort((a, b) => a - b)
    return cuts.slice(1).map((to, i) => {
      const from = cuts[i]!
      const decision = decisions.find(
        ({ start, end }) => start.epochMilliseconds <= from && end.epochMilliseconds >= to,
      )
      const piece = {
        start: Temporal.Instant.fromEpochMilliseconds(from),
        end: Temporal.Instant.fromEpochMilliseconds(to),
      }
      return decision === undefined ? piece : { ...piece, settled: decision.settled }
    })
  })
}
