import { type Down, type Interval, IntervalSet } from '@tractops/sla'

/** Downtime of one component. */
export type ComponentDown = Interval & { component: string }

/** An incident's word on why some components failed over an interval; `cause` is null while nobody has found it. */
export type Blame = {
  components: readonly string[]
  start: Temporal.Instant
  end: Temporal.Instant | null
  cause: string | null
}

/**
 * SLA §4 (row 22): downtime with the recorded cause beside it. Each component's downtime is cut where incidents that speak of
 * that component begin and end; a piece carries the cause of the incident that covers it, and stands once for each of several. What no incident
 * covers, or what has no cause yet, has none, so no vendor excuses it.
 */
export function causedDown(down: readonly ComponentDown[], blames: readonly Blame[]): Down[] {
  return down.flatMap(({ component, start, end }) => {
    const speaking = blames.filter((blame) => blame.components.includes(component))
    const edges = speaking
      .flatMap((blame) => (blame.end === null ? [blame.start] : [blame.start, blame.end]))
      .map((edge) => edge.epochMilliseconds)
      .filter((ms) => ms > start.epochMilliseconds && ms < end.epochMilliseconds)
    const cuts = [...new Set([start.epochMilliseconds, ...edges, end.epochMilliseconds])].sort(
      (a, b) => a - b,
    )
    return cuts.slice(1).flatMap((endMs, i) => {
      const piece = {
        start: Temporal.Instant.fromEpochMilliseconds(cuts[i]!),
        end: Temporal.Instant.fromEpochMilliseconds(endMs),
      }
      const causes = new Set(speaking.filter((blame) => covers(blame, piece)).map((blame) => blame.cause))
      if (causes.size === 0) return [piece]
      return [...causes].map((cause) => (cause === null ? piece : { ...piece, cause: asPolicy(cause) }))
    })
  })
}

function covers(blame: Blame, piece: Interval): boolean {
  return (
    blame.start.epochMilliseconds <= piece.start.epochMilliseconds &&
    (blame.end === null || blame.end.epochMilliseconds >= piece.end.epochMilliseconds)
  )
}

/** The engine's word for a cause; vendors go by their key in both. */
function asPolicy(cause: string): string {
  return cause === 'customer_side' ? 'customer' : cause
}

/** The whole of some downtime, each stretch once. SLA §1 (row 5) */
export function unionOf(down: readonly Interval[]): Interval[] {
  return [...IntervalSet.of(down).entriesMs()].map(([startMs, endMs]) => ({
    start: Temporal.Instant.fromEpochMilliseconds(startMs),
    end: Temporal.Instant.fromEpochMilliseconds(endMs),
  }))
}
