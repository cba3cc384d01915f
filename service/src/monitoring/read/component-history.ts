import type { Ctx } from '@tractops/platform'
import type { StateInterval } from '@tractops/sla'
import { type ComponentRecord, gather } from './gather.ts'
import type { Span } from './spans.ts'
import { componentIntervals, measuredIntervals } from './timelines.ts'

type ComponentState = StateInterval['state']

/** A confirmed stretch. `end` is null while it lasts; `cause` is who was found to have caused it, once somebody was. */
type ConfirmedInterval = {
  state: ComponentState
  start: Temporal.Instant
  end: Temporal.Instant | null
  cause?: string
  reason?: string
}

/** A component as it is now, and its confirmed intervals, contiguous over the window as far as it has passed. */
export type ComponentHistory = {
  key: string
  name: string
  critical: boolean
  description?: string
  state: ComponentState
  /** When the present state began; null where that is not known. */
  since: Temporal.Instant | null
  reason: string | null
  intervals: ConfirmedInterval[]
}

/**
 * SLA §1: every component that is watched, in the order of the configuration, with its confirmed intervals over
 * [from, to), to the present at most. A failing component that is not critical is degraded, never down (row 2).
 */
export async function componentHistory(
  ctx: Ctx,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<ComponentHistory[]> {
  const nowMs = ctx.now.epochMilliseconds
  const window = { startMs: from.epochMilliseconds, endMs: Math.min(to.epochMilliseconds, nowMs) }
  // Read to the present and over it, so that what is true now is known even where the window lies in the past.
  const records = await gather(ctx, { startMs: Math.min(window.startMs, nowMs), endMs: nowMs + 1 })
  return records.filter((record) => !record.retired).map((record) => historyOf(record, window, nowMs))
}

function historyOf(record: ComponentRecord, window: Span, nowMs: number): ComponentHistory {
  const { key, name, description } = record
  const present = { startMs: nowMs, endMs: nowMs + 1 }
  const state = componentIntervals(record, present)[0]!.state
  const intervals = window.endMs > window.startMs ? componentIntervals(record, window) : []
  return {
    key,
    name,
    ...(description === null ? {} : { description }),
    critical: record.spans.at(-1)?.critical ?? false,
    state,
    since: sinceOf(record, state, nowMs),
    reason: state === 'up' ? null : reasonAt(record, nowMs),
    intervals: intervals.map((interval) => {
      const reason = interval.state === 'up' ? null : reasonAt(record, interval.start.epochMilliseconds)
      const { start, end } = interval
      const lasts = end.epochMilliseconds === nowMs && interval.state === state
      return { state: interval.state, start, end: lasts ? null : end, ...(reason === null ? {} : { reason }) }
    }),
  }
}

/** When the present state began, as far back as transitions were read: the last change of the whole. */
function sinceOf(record: ComponentRecord, state: ComponentState, nowMs: number): Temporal.Instant | null {
  const firstMs = Math.min(
    ...record.monitors.flatMap((m) => m.transitions.slice(0, 1).map((t) => t.at.epochMilliseconds)),
    nowMs,
  )
  if (firstMs === nowMs) return null
  const last = componentIntervals(record, { startMs: firstMs, endMs: nowMs }).at(-1)!
  return last.state === state ? last.start : null
}

/** Why a component was as it was from an instant on: the reason of the monitor that found the state that told. */
function reasonAt(record: ComponentRecord, atMs: number): string | null {
  const [measured] = measuredIntervals(record, { startMs: atMs, endMs: atMs + 1 })
  for (const monitor of record.monitors) {
    if (!monitor.spans.some((span) => span.startMs <= atMs && atMs < span.endMs)) continue
    const last = monitor.transitions.findLast((t) => t.at.epochMilliseconds <= atMs)
    if (last?.state === measured?.state && last?.reason != null) return last.reason
  }
  return null
}
