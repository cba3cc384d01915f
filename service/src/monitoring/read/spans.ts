import type { StateInterval, Transition } from '@tractops/sla'

/** A stretch in epoch ms, half open. */
export type Span = { startMs: number; endMs: number }

type State = StateInterval['state']

/** A stretch of one state. In ms and not in instants, as a month of thousands of monitors is read every few seconds. */
export type StateSpan = Span & { state: State }

/** A part of a whole and when it belonged to it. */
export type Part = { spans: readonly Span[]; states: (window: Span) => StateSpan[] }

/**
 * SLA §1: the state of a whole over a window, contiguous: at every instant the worst of those parts that belong to it
 * then (rows 2 and 5); where none does, nobody measured (row 6). In one sweep, so its cost grows with what happened.
 */
export function wholeOf(parts: readonly Part[], window: Span): StateSpan[] {
  const edges = parts.flatMap((part) => edgesOf(part, window)).sort((a, b) => a.atMs - b.atMs)
  const here = { up: 0, degraded: 0, unmeasured: 0, down: 0 }
  const whole: StateSpan[] = []
  let fromMs = window.startMs
  const tellUntil = (toMs: number) => {
    append(whole, WORST_FIRST.find((state) => here[state] > 0) ?? 'unmeasured', fromMs, toMs)
    fromMs = toMs
  }
  for (const { atMs, state, by } of edges) {
    if (atMs > fromMs) tellUntil(atMs)
    here[state] += by
  }
  tellUntil(window.endMs)
  return whole
}

/** As `worstOf`: evidence of an outage outweighs what nobody saw, and that outweighs the rest. */
const WORST_FIRST = ['down', 'unmeasured', 'degraded', 'up'] as const

type Edge = { atMs: number; state: State; by: 1 | -1 }

/** Where a part comes into a state, and where it leaves one, while it belongs to the whole. */
function edgesOf({ spans, states }: Part, window: Span): Edge[] {
  const edges: Edge[] = []
  for (const span of spans) {
    const piece = within(span, window)
    if (piece === null) continue
    for (const { state, startMs, endMs } of states(piece))
      edges.push({ atMs: startMs, state, by: 1 }, { atMs: endMs, state, by: -1 })
  }
  return edges
}

/** What of a stretch lies within a window, or null. */
export function within<S extends Span>(span: S, window: Span): S | null {
  const startMs = Math.max(span.startMs, window.startMs)
  const endMs = Math.min(span.endMs, window.endMs)
  return startMs < endMs ? { ...span, startMs, endMs } : null
}

/** SLA §1: as `intervalsOf`: what sorted transitions tell over a window, contiguous; before the first, unmeasured (row 6). */
export function statesWithin(transitions: readonly Transition[], window: Span): StateSpan[] {
  const states: StateSpan[] = []
  let state: State = 'unmeasured'
  let fromMs = window.startMs
  for (const transition of transitions) {
    const atMs = Math.min(Math.max(transition.at.epochMilliseconds, fromMs), window.endMs)
    append(states, state, fromMs, atMs)
    fromMs = atMs
    state = transition.state
  }
  append(states, state, fromMs, window.endMs)
  return states
}

function append(spans: StateSpan[], state: State, startMs: number, endMs: number): void {
  if (endMs <= startMs) return
  const last = spans.at(-1)
  if (last?.state === state) last.endMs = endMs
  else spans.push({ state, startMs, endMs })
}

export function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
