import { newTrack, observe, type Track } from '@tractops/sla'
import type { MonitorResult } from './results.ts'

/** What is remembered of a monitor between two results. */
export type Memory = { track: Track; pendingReason: string | null }

export const newMemory = (): Memory => ({ track: newTrack(), pendingReason: null })

type NewTransition = {
  at: Temporal.Instant
  state: MonitorResult['state'] | 'unmeasured'
  reason: string | null
}

/**
 * SLA §1: takes a result into a monitor's memory (rows 3, 6, 7). A transition carries the reason of the check that first
 * showed it. A result no newer than the last one is already known: null.
 */
export function takeResult(
  memory: Memory,
  result: Pick<MonitorResult, 'atMs' | 'state' | 'reason'>,
  everyMs: number,
): { memory: Memory; transitions: NewTransition[]; recheck: boolean } | null {
  const { lastAtMs, pending } = memory.track
  if (lastAtMs !== null && result.atMs <= lastAtMs) return null
  const at = Temporal.Instant.fromEpochMilliseconds(result.atMs)
  const seen = observe(memory.track, { at, state: result.state }, { intervalMs: everyMs })
  const reasonAt = (atMs: number) => (atMs === pending?.sinceMs ? memory.pendingReason : result.reason)
  const transitions = seen.transitions.map((t) => ({
    ...t,
    reason: t.state === 'up' || t.state === 'unmeasured' ? null : reasonAt(t.at.epochMilliseconds),
  }))
  const still = seen.track.pending
  const pendingReason = still === null ? null : reasonAt(still.sinceMs)
  return { memory: { track: seen.track, pendingReason }, transitions, recheck: seen.recheck }
}
