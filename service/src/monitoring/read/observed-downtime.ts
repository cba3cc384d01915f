import type { Ctx } from '@tractops/platform'
import type { Interval } from '@tractops/sla'
import { recordsOver } from './remember.ts'
import { instant, type Span, wholeOf, within } from './spans.ts'
import { componentStates } from './timelines.ts'

/** A stretch in which a critical component was confirmed down, uncut by any month. */
type ComponentDown = Interval & { component: string }

/** What the critical components showed over a window: each one's downtime, and what none of them measured. */
export type ObservedDowntime = { down: ComponentDown[]; gaps: Interval[] }

/**
 * SLA §1: the downtime of each critical component while it was critical (row 2), and the stretches that nobody measured while
 * nothing was known to be down (row 6), over [from, to), to the present at most. Stretches are cut at the window only; an outage
 * that began before it is therefore read with a window that begins early enough.
 */
export async function observedDowntime(
  ctx: Ctx,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<ObservedDowntime> {
  const window = {
    startMs: from.epochMilliseconds,
    endMs: Math.min(to.epochMilliseconds, ctx.now.epochMilliseconds),
  }
  if (window.endMs <= window.startMs) return { down: [], gaps: [] }
  const records = await recordsOver(ctx, window)
  const critical = records.map((record) => {
    const spans = record.spans.filter((span) => span.critical).flatMap((span) => within(span, window) ?? [])
    return { component: record.key, spans, states: spans.flatMap((span) => componentStates(record, span)) }
  })
  const down = critical.flatMap(({ component, states }) =>
    states.filter(({ state }) => state === 'down').map((span) => ({ component, ...intervalOf(span) })),
  )
  const parts = critical.map(({ spans, states }) => ({
    spans,
    states: (piece: Span) => states.flatMap((state) => within(state, piece) ?? []),
  }))
  const gaps = wholeOf(parts, window)
    .filter(({ state }) => state === 'unmeasured')
    .map(intervalOf)
  return { down, gaps }
}

function intervalOf({ startMs, endMs }: Span): Interval {
  return { start: instant(startMs), end: instant(endMs) }
}
