/** When the last check of a monitor started: the instant it was dated at, and the monotonic time, both in ms. */
export type LastCheck = { atMs: number; monotonicMs: number | null }

/**
 * The instant, in epoch ms, that a check is dated at when the clock may have jumped. It is always later than the last.
 *
 * Forward, the clock is followed: the stretch it leapt over is told by row 6 as unmeasured, never as down. Back, time that
 * comes a second time was measured the first time: while all is well it is not counted again, and while something fails it
 * counts by the monotonic time, so that no outage is shortened and none is made longer.
 */
export function dateCheck(
  now: { wallMs: number; monotonicMs: number },
  last: LastCheck | null,
  failing: boolean,
): number {
  if (last === null || now.wallMs > last.atMs) return now.wallMs
  const elapsedMs = failing && last.monotonicMs !== null ? Math.round(now.monotonicMs - last.monotonicMs) : 1
  return last.atMs + Math.max(1, elapsedMs)
}
