let aheadMs = Number.NEGATIVE_INFINITY

/** Takes the time from an answer's Date header: truncated to seconds and a little late, so the latest of them is nearest the truth. */
export function hearTime(date: string | null): void {
  const heardMs = Date.parse(date ?? '') - readersMs()
  if (Number.isNaN(heardMs)) return
  // The reader's clock stands still while the machine sleeps: what is far off is set anew.
  if (heardMs > aheadMs || aheadMs - heardMs > 3_000) aheadMs = heardMs
}

/** Now by the service's clock, in epoch ms: a countdown is not wrong because a reader's clock is. */
export const nowMs = (): number => Math.floor(readersMs() + (Number.isFinite(aheadMs) ? aheadMs : 0))

const readersMs = () => performance.timeOrigin + performance.now()
