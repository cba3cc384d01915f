import { intervalsOf, type StateInterval, type Transition, worstOf } from '@tractops/sla'

/** A stretch in epoch ms, half open. */
export type Span = { startMs: number; endMs: number }

/** A part of a whole and when it belonged to it. */
export type Part = { spans: readonly Span[]; intervals: (window: Span) => StateInterval[] }

/**
 * SLA §1: the state of a whole over a window, contiguous: at every instant the worst of those parts that belong to it
 * then (rows 2 and 5); where none does, nobody measured (row 6).
 */
export function wholeOf(parts: readonly Part[], window: Span): StateInterval[] {
  const edges = [window.startMs, window.endMs]
  for (const { spans } of parts) {
    for (const { startMs, endMs } of spans) {
      for (const ms of [startMs, endMs]) if (ms > window.startMs && ms < window.endMs) edges.push(ms)
    }
  }
  const cuts = [...new Set(edges)].sort((a, b) => a - b)
  return joined(
    cuts.slice(1).flatMap((endMs, i) => {
      const piece = { startMs: cuts[i]!, endMs }
      const here = parts.filter((part) =>
        part.spans.some((s) => s.startMs <= piece.startMs && s.endMs >= endMs),
      )
      if (here.length === 0)
        return [{ state: 'unmeasured' as const, start: instant(piece.startMs), end: instant(endMs) }]
      return worstOf(here.map((part) => part.intervals(piece)))
    }),
  )
}

/** The intervals that transitions tell over a window; before the first, unmeasured. */
export function intervalsWithin(transitions: readonly Transition[], window: Span): StateInterval[] {
  return intervalsOf(transitions, { start: instant(window.startMs), end: instant(window.endMs) })
}

/** Neighbours of one state as one interval. */
export function joined(intervals: readonly StateInterval[]): StateInterval[] {
  const whole: StateInterval[] = []
  for (const interval of intervals) {
    const before = whole.at(-1)
    if (before?.state === interval.state) before.end = interval.end
    else whole.push({ ...interval })
  }
  return whole
}

export function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
