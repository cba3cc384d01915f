import type { Ctx } from '@tractops/platform'
import type { Interval } from '@tractops/sla'
import { gather } from './gather.ts'
import { instant, wholeOf } from './spans.ts'
import { componentIntervals, criticalParts } from './timelines.ts'

/** A stretch in which a critical component was confirmed down, uncut by any month. */
export type ComponentDown = Interval & { component: string }

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
  const records = await gather(ctx, window)
  const down = records.flatMap((record) =>
    record.spans
      .filter((span) => span.critical && span.startMs < window.endMs && span.endMs > window.startMs)
      .flatMap((span) => {
        const piece = {
          startMs: Math.max(span.startMs, window.startMs),
          endMs: Math.min(span.endMs, window.endMs),
        }
        return componentIntervals(record, piece)
          .filter(({ state }) => state === 'down')
          .map(({ start, end }) => ({ component: record.key, start, end }))
      }),
  )
  const gaps = wholeOf(criticalParts(records), window)
    .filter(({ state }) => state === 'unmeasured')
    .map(({ start, end }) => ({
      start: instant(start.epochMilliseconds),
      end: instant(end.epochMilliseconds),
    }))
  return { down, gaps }
}
