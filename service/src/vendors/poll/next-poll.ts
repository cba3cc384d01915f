const FIRST_RETRY_MS = 10_000
const LONGEST_MS = 15 * 60_000
const LONGEST_ASKED_MS = 60 * 60_000

/**
 * How long to wait before a vendor is asked again, in ms. After an answer its interval; after failures soon once, so that a
 * lost packet costs little evidence, then doubling up to 15 minutes, a fifth earlier or later by chance (`random` in [0, 1)), so
 * that many who were cut off together do not come back together. A vendor that asks for more time is given it, up to an hour.
 */
export function nextPollInMs(poll: {
  failures: number
  everyMs: number
  retryAfterMs: number | null
  random: number
}): number {
  const { failures, everyMs, retryAfterMs, random } = poll
  if (failures === 0) return everyMs
  const pauseMs =
    failures === 1 ? Math.min(FIRST_RETRY_MS, everyMs) : Math.min(everyMs * 2 ** (failures - 2), LONGEST_MS)
  const scatteredMs = Math.round(pauseMs * (0.8 + 0.4 * random))
  return Math.max(scatteredMs, Math.min(retryAfterMs ?? 0, LONGEST_ASKED_MS))
}

/** `Retry-After` in ms: seconds, or an HTTP date (RFC 9110, 10.2.3); null where it is absent, past or neither. */
export function retryAfterMs(header: string | undefined, now: Temporal.Instant): number | null {
  if (header === undefined) return null
  const ms = /^\d{1,9}$/.test(header.trim())
    ? Number(header) * 1_000
    : Date.parse(header) - now.epochMilliseconds
  return Number.isFinite(ms) && ms > 0 ? ms : null
}
