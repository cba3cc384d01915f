import { countsAs } from '@tractops/sla'
import type { ComponentRecord } from './gather.ts'
import { type Part, type Span, type StateSpan, statesWithin, wholeOf } from './spans.ts'

/** SLA §1 (row 2): the state of a component; while it is not critical it is degraded at worst. Contiguous over the window. */
export function componentStates(component: ComponentRecord, window: Span): StateSpan[] {
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
  return wholeOf(parts, window)
}
