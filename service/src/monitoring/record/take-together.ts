import { decide } from '../agents/quorum.ts'
import type { StandingTrack } from '../tables.ts'
import type { Change } from './results.ts'
import { lastShown, type Memory } from './take-result.ts'

/** What stands of a monitor, and what each of its agents remembers. */
export type Held = { everyMs: number; track: StandingTrack; observers: Map<number, Memory> }

type Told = { at: Temporal.Instant; state: Change['state']; reason: string | null }

/**
 * SLA §1 (rows 3, 6, 7): asks what the agents of a monitor say together now that one of them has looked at `atMs`, and lets
 * that stand. An agent counts while it is sighted and its last check is no older than the gap of row 6; when all were silent
 * for longer, what lies between is unmeasured.
 */
export function takeTogether(held: Held, atMs: number): Told[] {
  const { lastAtMs } = held.track
  const gapMs = 2 * held.everyMs
  const changedMs = held.track.changedMs ?? held.track.confirmed?.sinceMs ?? Number.NEGATIVE_INFINITY
  const transitions: Told[] = []
  let measured = held.track.measuredMs === undefined ? {} : { measuredMs: held.track.measuredMs }
  let standing = { state: held.track.confirmed?.state ?? null, sinceMs: changedMs }
  if (lastAtMs !== null && atMs - lastAtMs > gapMs) {
    if (standing.state !== null)
      transitions.push({ at: instant(lastAtMs), state: 'unmeasured', reason: null })
    // What lies in between is for replay to fill, with all that comes in late: nothing is dated back into it from here.
    standing = { state: null, sinceMs: atMs }
  }
  const nowMs = Math.max(atMs, lastAtMs ?? atMs)
  const voters = [...held.observers.values()].flatMap((memory) => {
    const { sides, track, blindAtMs } = memory
    if (sides === null || track.lastAtMs === null) return []
    const sighted = blindAtMs === null || blindAtMs < track.lastAtMs
    return [
      {
        sides,
        lastMs: lastShown(memory) ?? track.lastAtMs,
        counts: sighted && nowMs - track.lastAtMs <= gapMs,
      },
    ]
  })
  for (const { state, atMs: sinceMs, reason } of decide(standing, voters)) {
    transitions.push({ at: instant(sinceMs), state, reason })
    if (standing.state === null) measured = { measuredMs: sinceMs }
    standing = { state, sinceMs }
  }
  const { state, sinceMs } = standing
  const confirmed = state === null ? null : { state, sinceMs }
  const since = Number.isFinite(sinceMs) ? { changedMs: sinceMs } : {}
  held.track = { lastAtMs: nowMs, confirmed, pending: null, ...since, ...measured }
  return transitions
}

function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
