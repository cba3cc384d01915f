import { countsAs } from '@tractops/sla'
import type { ComponentRecord } from './records.ts'
import { type Part, type Span, type StateSpan, statesWithin, wholeOf, within } from './spans.ts'

const EVER: Span = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY }
const known = new WeakMap<ComponentRecord, StateSpan[]>()

/** SLA §1 (row 2): the state of a component; while it is not critical it is degraded at worst. Contiguous over the window. */
export function componentStates(component: ComponentRecord, window: Span): StateSpan[] {
  let states = known.get(component)
  if (states === undefined) {
    states = statesEver(component)
    known.set(component, states)
  }
  return states.flatMap((span) => within(span, window) ?? [])
}

function statesEver(component: ComponentRecord): StateSpan[] {
  const monitors = component.monitors.map(
    (monitor): Part => ({
      spans: monitor.spans,
      states: (piece) => statesWithin(monitor.transitions, piece),
    }),
  )
  const parts = component.spans.map(
    (span): Part => ({
      spans: [span],
      states: (piece) =>
        wholeOf(monitors, piece).map((s) => ({ ...s, state: countsAs(span.critical, s.state) })),
    }),
  )
  return wholeOf(parts, EVER)
}
