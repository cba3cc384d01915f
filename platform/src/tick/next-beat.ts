/** A beat every `everyMs` from `originMs` on, in monotonic ms; the nth is at `originMs + n * everyMs`. */
export type Beats = { originMs: number; everyMs: number }

/**
 * The number of the first beat after the beat `last` that is later than `nowMs`, less one interval: of those that were missed,
 * the latest may still be made up for. Beats are counted in whole numbers: an instant with a fraction of a ms, divided by the
 * interval, may come out a little less than it went in, and the same beat would come again and again until it was over.
 */
export function nextBeat({ originMs, everyMs }: Beats, last: number, nowMs: number): number {
  return Math.max(last, Math.floor((nowMs - originMs) / everyMs) - 1) + 1
}
