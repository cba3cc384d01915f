import { countsAs, type StateInterval } from '@tractops/sla'
import type { ComponentRecord, MonitorRecord } from './gather.ts'
import { intervalsWithin, type Part, type Span, wholeOf } from './spans.ts'

/** SLA §1: what the monitors of a component found, worst first, before it is asked whether the component is critical. */
export function measuredIntervals(component: ComponentRecord, window: Span): StateInterval[] {
  return wholeOf(component.monitors.map(partOf), window)
}

/** SLA §1 (row 2): the state of a component; while it is not critical it is degraded at worst. Contiguous over the window. */
export function componentIntervals(component: ComponentRecord, window: Span): StateInterval[] {
  const parts = component.spans.map(
    (span): Part => ({
      spans: [span],
      intervals: (piece) =>
        measuredIntervals(component, piece).map((i) => ({ ...i, state: countsAs(span.critical, i.state) })),
    }),
  )
  return wholeOf(parts, window)
}

/** SLA §1: what every critical component said, over the window, while it was critical; the ground of the month's uptime. */
export function criticalParts(components: readonly ComponentRecord[]): Part[] {
  return components.map((component) => ({
    spans: component.spans.filter((span) => span.critical),
    intervals: (piece) => componentIntervals(component, piece),
  }))
}

function partOf(monitor: MonitorRecord): Part {
  return { spans: monitor.spans, intervals: (piece) => intervalsWithin(monitor.transitions, piece) }
}
