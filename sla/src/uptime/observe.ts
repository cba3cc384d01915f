import { SlaError } from '../error.ts'
import { Temporal } from '../time/temporal.ts'

/** What one check says of a monitor. */
export type MonitorState = 'up' | 'degraded' | 'down'

/** A confirmed change: from `at` on, the monitor is in `state`, until the next transition. */
export type Transition = { at: Temporal.Instant; state: MonitorState | 'unmeasured' }

/** One check: when it started and what it found. */
export type Observation = { at: Temporal.Instant; state: MonitorState }

/** How a monitor is watched: the time between two checks, in ms, and the factor of row 6 that makes a gap. */
export type ObservationRule = { intervalMs: number; gapFactor?: number }

/**
 * All that must be remembered of a monitor between two checks; plain JSON, instants as epoch ms.
 * `confirmed` is the state that counts; `pending` is a state seen once and not confirmed yet.
 */
export type Track = {
  lastAtMs: number | null
  confirmed: { state: MonitorState; sinceMs: number } | null
  pending: { state: MonitorState; sinceMs: number } | null
}

/** The track of a monitor that has never been checked. */
export function newTrack(): Track {
  return { lastAtMs: null, confirmed: null, pending: null }
}

/**
 * SLA §1: takes one more observation into a monitor's track.
 *
 * A worse state is confirmed by the next check and dated at the first check that showed it; until then `recheck` asks for
 * that next check at once. A better state needs no second look: an outage lasts from its first failed check to its first
 * good one (row 3, row 7). Two failing checks that differ confirm the milder state. A silence longer than `gapFactor` (2)
 * intervals becomes an unmeasured stretch of its own, from the last observation on (row 6). Observations come in order.
 *
 * @throws SlaError `observation_out_of_order` when `o.at` is before the last observation.
 */
export function observe(
  track: Track,
  o: Observation,
  rule: ObservationRule,
): { track: Track; transitions: Transition[]; recheck: boolean } {
  const atMs = o.at.epochMilliseconds
  if (track.lastAtMs !== null && atMs < track.lastAtMs) {
    throw new SlaError('observation_out_of_order', 'An observation may not be older than the one before it.')
  }
  const transitions: Transition[] = []
  let { confirmed, pending } = track
  if (track.lastAtMs !== null && atMs - track.lastAtMs > gapMs(rule)) {
    if (confirmed !== null) transitions.push({ at: instant(track.lastAtMs), state: 'unmeasured' })
    confirmed = null
    pending = null
  }
  const becomes = (state: MonitorState, sinceMs: number) => {
    transitions.push({ at: instant(sinceMs), state })
    confirmed = { state, sinceMs }
    pending = null
  }
  const rank = RANK[o.state]
  if (confirmed !== null && rank === RANK[confirmed.state]) pending = null
  else if (confirmed !== null && rank < RANK[confirmed.state]) becomes(o.state, atMs)
  else if (o.state === 'up') becomes('up', pending?.sinceMs ?? atMs)
  else if (pending === null) pending = { state: o.state, sinceMs: atMs }
  else {
    const worse = rank > RANK[pending.state]
    becomes(worse ? pending.state : o.state, pending.sinceMs)
    if (worse) pending = { state: o.state, sinceMs: atMs }
  }
  return { track: { lastAtMs: atMs, confirmed, pending }, transitions, recheck: pending !== null }
}

const RANK: Record<MonitorState, number> = { up: 0, degraded: 1, down: 2 }

/** The confirmed state at `now`, and since when; a monitor silent for longer than the gap of row 6 is unmeasured. */
export function stateAt(
  track: Track,
  now: Temporal.Instant,
  rule: ObservationRule,
): { state: MonitorState | 'unmeasured'; since: Temporal.Instant | null } {
  if (track.lastAtMs === null) return { state: 'unmeasured', since: null }
  if (now.epochMilliseconds - track.lastAtMs > gapMs(rule)) {
    return { state: 'unmeasured', since: instant(track.lastAtMs) }
  }
  if (track.confirmed === null) return { state: 'unmeasured', since: null }
  return { state: track.confirmed.state, since: instant(track.confirmed.sinceMs) }
}

function gapMs(rule: ObservationRule): number {
  return rule.intervalMs * (rule.gapFactor ?? 2)
}

function instant(epochMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
}
