/** Whether we have listened all the time, as far as two looks at the clocks can tell. All in ms. */
export type Listening =
  | { kind: 'listening' }
  /** The clock was set, and we were here: everything that is due moves along. */
  | { kind: 'jumped'; byMs: number }
  /** Nobody listened from `fromMs` to `toMs`. */
  | { kind: 'away'; fromMs: number; toMs: number }

/** A look is one second after the last; a few more are a busy machine, not an absence. */
const LISTENS_MS = 3_000

/**
 * What happened since somebody last listened at `seenMs`. `own` is this process's own last look, by the clock and by
 * monotonic time: only who was here can tell a clock that was set from an absence.
 */
export function listening(
  now: { wallMs: number; monotonicMs: number },
  seenMs: number | null,
  own: { wallMs: number; monotonicMs: number } | null,
): Listening {
  if (seenMs === null || Math.abs(now.wallMs - seenMs) <= LISTENS_MS) return { kind: 'listening' }
  const passedMs = own === null ? null : now.monotonicMs - own.monotonicMs
  if (own !== null && passedMs !== null && passedMs <= LISTENS_MS) {
    return { kind: 'jumped', byMs: Math.round(now.wallMs - own.wallMs - passedMs) }
  }
  return { kind: 'away', fromMs: Math.min(seenMs, now.wallMs), toMs: now.wallMs }
}

type Beat = { dueMs: number; periodMs: number; graceMs: number }

/**
 * When a heartbeat is overdue after an absence of ours. Where a beat was expected meanwhile, it may have come and found nobody,
 * so the next one is waited for; otherwise the deadline stands. A deadline is never further away than a beat that came now
 * would put it.
 */
export function dueAfterAbsence(beat: Beat, away: { fromMs: number; toMs: number }): number {
  const { dueMs, periodMs, graceMs } = beat
  const afresh = away.toMs + periodMs + graceMs
  const expectedFromMs = dueMs - 2 * graceMs
  const mayHaveCome = away.fromMs <= dueMs && expectedFromMs <= away.toMs
  return mayHaveCome ? afresh : Math.min(dueMs, afresh)
}
