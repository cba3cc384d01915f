import type { Ctx } from '@tractops/platform'
import type { StateInterval } from '@tractops/sla'
import type { ComponentRecord } from './records.ts'
import { recordsOver } from './remember.ts'
import { instant, type Span, within } from './spans.ts'
import { componentStates } from './timelines.ts'

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
  const records = await recordsOver(ctx, { startMs: Math.min(window.startMs, nowMs), endMs: nowMs + 1 })
  return records.filter((record) => !record.retired).map((record) => historyOf(record, window, nowMs))
}

function historyOf(record: ComponentRecord, window: Span, nowMs: number): ComponentHistory {
  const { key, name, description } = record
  let firstMs = nowMs
  for (const { transitions } of record.monitors)
    firstMs = Math.min(firstMs, transitions[0]?.at.epochMilliseconds ?? nowMs)
  const startMs = Math.min(window.startMs, firstMs)
  const states = componentStates(record, { startMs, endMs: nowMs + 1 })
  const present = states.at(-1)!
  return {
    key,
    name,
    ...(description === null ? {} : { description }),
    critical: record.spans.at(-1)?.critical ?? false,
    state: present.state,
    // As far back as transitions were read: the last change of the whole.
    since: firstMs === nowMs ? null : instant(Math.max(present.startMs, firstMs)),
    reason: present.state === 'up' ? null : reasonAt(record, nowMs),
    intervals: states.flatMap((span) => {
      const here = within(span, window)
      if (here === null) return []
      const { state, startMs, endMs } = here
      const reason = state === 'up' ? null : reasonAt(record, startMs)
      const lasts = endMs === nowMs && span.endMs > nowMs
      return [
        {
          state,
          start: instant(startMs),
          end: lasts ? null : instant(endMs),
          ...(reason === null ? {} : { reason }),
        },
      ]
    }),
  }
}

/** Why a component was as it was at an instant: the reason of the first monitor that found the worst of what was found. */
function reasonAt(record: ComponentRecord, atMs: number): string | null {
  let worst: { weight: number; reason: string | null } = { weight: 0, reason: null }
  for (const monitor of record.monitors) {
    if (!monitor.spans.some((span) => span.startMs <= atMs && atMs < span.endMs)) continue
    const last = monitor.transitions.findLast((t) => t.at.epochMilliseconds <= atMs)
    const weight = WEIGHT[last?.state ?? 'unmeasured']
    const reason = last?.reason ?? null
    if (weight > worst.weight || (weight === worst.weight && worst.reason === null))
      worst = { weight, reason }
  }
  return worst.reason
}

const WEIGHT: Record<ComponentState, number> = { up: 0, degraded: 1, unmeasured: 2, down: 3 }
