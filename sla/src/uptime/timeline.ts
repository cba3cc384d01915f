import type { Interval } from '../time/interval-set.ts'
import { Temporal } from '../time/temporal.ts'
import type { MonitorState, Transition } from './observe.ts'

/** A stretch of one state, half open. */
export type StateInterval = {
  state: MonitorState | 'unmeasured'
  start: Temporal.Instant
  end: Temporal.Instant
}

/**
 * SLA §1: the confirmed intervals of one monitor over `window`, contiguous and in order. Transitions come sorted by time;
 * what lies before the first one is unmeasured (row 6). A stretch that began earlier is cut at the window (row 10).
 */
export function intervalsOf(transitions: readonly Transition[], window: Interval): StateInterval[] {
  const endMs = window.end.epochMilliseconds
  const intervals: StateInterval[] = []
  let fromMs = window.start.epochMilliseconds
  let state: StateInterval['state'] = 'unmeasured'
  for (const transition of transitions) {
    const atMs = Math.min(Math.max(transition.at.epochMilliseconds, fromMs), endMs)
    append(intervals, state, fromMs, atMs)
    fromMs = atMs
    state = transition.state
  }
  append(intervals, state, fromMs, endMs)
  return intervals
}

/**
 * SLA §1: the intervals of a whole from those of its parts, each contiguous over the same window: at every instant the
 * worst part tells. Down outweighs unmeasured (evidence wins over gaps), unmeasured outweighs degraded and up, because
 * what was not looked at may have been down (row 6).
 */
export function worstOf(parts: readonly (readonly StateInterval[])[]): StateInterval[] {
  const cuts = parts.flatMap((part) =>
    part.flatMap((i) => [i.start.epochMilliseconds, i.end.epochMilliseconds]),
  )
  const edgesMs = [...new Set(cuts)].sort((a, b) => a - b)
  const cursors = parts.map(() => 0)
  const whole: StateInterval[] = []
  for (let e = 0; e + 1 < edgesMs.length; e++) {
    const fromMs = edgesMs[e]!
    let worst: StateInterval['state'] = 'up'
    parts.forEach((part, p) => {
      while (cursors[p]! < part.length && part[cursors[p]!]!.end.epochMilliseconds <= fromMs) cursors[p]!++
      const here = part[cursors[p]!]?.state ?? 'unmeasured'
      if (WEIGHT[here] > WEIGHT[worst]) worst = here
    })
    append(whole, worst, fromMs, edgesMs[e + 1]!)
  }
  return whole
}

const WEIGHT: Record<StateInterval['state'], number> = { up: 0, degraded: 1, unmeasured: 2, down: 3 }

function append(
  intervals: StateInterval[],
  state: StateInterval['state'],
  fromMs: number,
  toMs: number,
): void {
  if (toMs <= fromMs) return
  const last = intervals.at(-1)
  const end = Temporal.Instant.fromEpochMilliseconds(toMs)
  if (last !== undefined && last.state === state) last.end = end
  else intervals.push({ state, start: Temporal.Instant.fromEpochMilliseconds(fromMs), end })
}
