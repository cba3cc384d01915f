import { IntervalSet, type Policy } from '@tractops/sla'
import type { ComponentHistory } from './source.ts'

/**
 * Whether an interruption counts against the agreement: `counts`; `short` is under the 60 s of row 3; `not_yet` may still
 * reach them; `degraded` is slow but answering; `not_critical` is a component whose failures do not count (row 2).
 */
export type Standing = 'counts' | 'short' | 'not_yet' | 'degraded' | 'not_critical'

/** A confirmed stretch in which a component was degraded or down; `end` is null while it lasts. */
export type Interruption = {
  component: string
  state: 'degraded' | 'down'
  start: Temporal.Instant
  end: Temporal.Instant | null
  lengthMs: number
  reason: string | null
  standing: Standing
}

/** The interruptions that touch [from, now), those that last first, then the latest first; each whole, not cut at `from`. */
export function interruptionsOf(
  components: readonly ComponentHistory[],
  policy: Policy,
  from: Temporal.Instant,
  now: Temporal.Instant,
): Interruption[] {
  const outages = outagesOf(components, now)
  return components
    .flatMap((component) =>
      component.intervals.flatMap((stretch): Interruption[] => {
        const { state, start } = stretch
        const end = isOver(stretch.end, now) ? stretch.end : null
        const last = end ?? now
        if (state === 'up' || state === 'unmeasured') return []
        if (last.epochMilliseconds <= from.epochMilliseconds) return []
        const lengthMs = last.epochMilliseconds - start.epochMilliseconds
        const outageMs =
          state === 'down'
            ? outages.find(([a, b]) => a <= start.epochMilliseconds && start.epochMilliseconds < b)
            : undefined
        const standing = standingOf(component.critical, state, outageMs, end === null, policy)
        return [
          {
            component: component.name,
            state,
            start,
            end,
            lengthMs,
            reason: stretch.reason ?? null,
            standing,
          },
        ]
      }),
    )
    .sort(
      (a, b) =>
        Number(a.end !== null) - Number(b.end !== null) ||
        b.start.epochMilliseconds - a.start.epochMilliseconds,
    )
}

/** Row 3 is judged on what overlaps and touches, taken together (row 5), and not on each component's stretch alone. */
function outagesOf(components: readonly ComponentHistory[], now: Temporal.Instant): [number, number][] {
  const down = components
    .filter((component) => component.critical)
    .flatMap((component) => component.intervals)
    .filter((stretch) => stretch.state === 'down')
    .map((stretch) => ({ start: stretch.start, end: stretch.end ?? now }))
    .filter(({ start, end }) => start.epochMilliseconds <= end.epochMilliseconds)
  return [...IntervalSet.of(down).entriesMs()].map(([start, end]) => [start, end])
}

function standingOf(
  critical: boolean,
  state: 'degraded' | 'down',
  outage: [number, number] | undefined,
  lasts: boolean,
  policy: Policy,
): Standing {
  if (!critical) return 'not_critical'
  if (state === 'degraded') return 'degraded'
  const lengthMs = outage === undefined ? 0 : outage[1] - outage[0]
  if (lengthMs >= policy.meanings.sustained.is) return 'counts'
  return lasts ? 'not_yet' : 'short'
}

function isOver(end: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return end !== null && end.epochMilliseconds < now.epochMilliseconds
}
