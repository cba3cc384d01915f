import { intervalsOf, type StateInterval, type Transition } from '@tractops/sla'

/** A stretch in epoch ms, half open. */
export type Span = { startMs: number; endMs: number }

/** A part of a whole and when it belonged to it. */
export type Part = { spans: readonly Span[]; intervals: (window: Span) => StateInterval[] }

/**
 * SLA §1: the state of a whole over a window, contiguous: at every instant the worst of those parts that belong to it
 * then (rows 2 and 5); where none does, nobody measured (row 6). In one sweep, so its cost grows with what happened.
 */
export function wholeOf(parts: readonly Part[], window: Span): StateInterval[] {
  const edges = parts.flatMap((part) => edgesOf(part, window)).sort((a, b) => a.atMs - b.atMs)
  const here = { up: 0, degraded: 0, unmeasured: 0, down: 0 }
  const whole: StateInterval[] = []
  let fromMs = window.startMs
  const tellUntil = (toMs: number) => {
    if (toMs <= fromMs) return
    const state = WORST_FIRST.find((state) => here[state] > 0) ?? 'unmeasured'
    const before = whole.at(-1)
    if (before?.state === state) before.end = instant(toMs)
    else whole.push({ state, start: instant(fromMs), end: instant(toMs) })
    fromMs = toMs
  }
  for (const { atMs, state, by } of edges) {
    tellUntil(atMs)
    here[state] += by
  }
  tellUntil(window.endMs)
  return whole
}

/** As `worstOf`: evidence of an outage outweighs what nobody saw, and that outweighs the rest. */
const WORST_FIRST = ['down', 'unmeasured', 'degraded', 'up'] as const

type Edge = { atMs: number; state: StateInterval['state']; by: 1 | -1 }

/** Where a part comes into a state, and where it leaves one, while it belongs to the whole. */
function edgesOf({ spans, intervals }: Part, window: Span): Edge[] {
  return spans.flatMap((span) => {
    const piece = {
      startMs: Math.max(span.startMs, window.startMs),
      endMs: Math.min(span.endMs, window.endMs),
    }
    if (piece.endMs <= piece.startMs) return []
    return intervals(piece).flatMap(({ state, start, end }): Edge[] => [
      { atMs: start.epochMilliseconds, state, by: 1 },
      { atMs: end.epochMilliseconds, state, by: -1 },
    ])
  })
}

/** The intervals that transitions tell over a window; before the first, unmeasured. */
export function intervalsWithin(transitions: readonly Transition[], window: Span): StateInterval[] {
  return intervalsOf(transitions, { start: instant(window.startMs), end: instant(window.endMs) })
}

export function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
