const DAY_MS = 86_400_000

/** Whole days, of 24 h, until a certificate ends; null where there is none. */
export function daysLeft(expiresAtMs: number | null, now: Temporal.Instant): number | null {
  return expiresAtMs === null ? null : Math.floor((expiresAtMs - now.epochMilliseconds) / DAY_MS)
}
