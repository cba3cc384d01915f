import { newTrack, observe, type Track } from '@tractops/sla'
import { type AgentChange, type Sides, sidesAfter } from '../agents/quorum.ts'
import type { MonitorResult } from './results.ts'

/** What is remembered of a monitor, as one agent sees it, between two results. */
export type Memory = {
  track: Track
  /** Of the pending state of the track: why it is not up, and the check before the one that showed it. */
  pendingReason: string | null
  pendingBeforeMs: number | null
  /** What the agent says, confirmed by itself; null while it says nothing. */
  sides: Sides | null
  /** When it last looked and could not see its own control targets either; epoch ms. */
  blindAtMs: number | null
}

export const newMemory = (): Memory => ({
  track: newTrack(),
  pendingReason: null,
  pendingBeforeMs: null,
  sides: null,
  blindAtMs: null,
})

/** An agent's last check that showed what it says; one that showed something else, and is not confirmed yet, did not. */
export const lastShown = ({ track, pendingBeforeMs }: Memory): number | null =>
  track.pending === null ? track.lastAtMs : pendingBeforeMs

/**
 * SLA §1: takes a result into an agent's memory of a monitor (rows 3, 6, 7). A change carries the reason of the check that
 * first showed it, and when the check before that was; a failure that the next check denied showed nothing good, so what the agent
 * says dates from the check that did. `began`: with this result the agent sees something else than before. A result no newer than
 * the last one is already known: null.
 */
export function takeResult(
  memory: Memory,
  result: Pick<MonitorResult, 'atMs' | 'state' | 'reason'>,
  everyMs: number,
): { memory: Memory; changes: AgentChange[]; recheck: boolean; began: boolean } | null {
  const { lastAtMs, pending } = memory.track
  if (lastAtMs !== null && result.atMs <= lastAtMs) return null
  const at = Temporal.Instant.fromEpochMilliseconds(result.atMs)
  const seen = observe(memory.track, { at, state: result.state }, { intervalMs: everyMs })
  const isPending = (atMs: number) => atMs === pending?.sinceMs
  const reasonAt = (atMs: number) => (isPending(atMs) ? memory.pendingReason : result.reason)
  const beforeAt = (atMs: number) => (isPending(atMs) ? memory.pendingBeforeMs : lastAtMs)
  const changes = seen.transitions.map(({ at, state }): AgentChange => {
    const atMs = at.epochMilliseconds
    if (state === 'up' && isPending(atMs)) return { atMs: result.atMs, state, beforeMs: atMs, reason: null }
    const reason = state === 'up' || state === 'unmeasured' ? null : reasonAt(atMs)
    return { atMs, state, beforeMs: state === 'unmeasured' ? null : beforeAt(atMs), reason }
  })
  const still = seen.track.pending
  return {
    memory: {
      track: seen.track,
      pendingReason: still === null ? null : reasonAt(still.sinceMs),
      pendingBeforeMs: still === null ? null : beforeAt(still.sinceMs),
      sides: changes.reduce(sidesAfter, memory.sides),
      blindAtMs: memory.blindAtMs,
    },
    changes,
    recheck: seen.recheck,
    began: still?.sinceMs === result.atMs || changes.some((c) => c.atMs === result.atMs),
  }
}
