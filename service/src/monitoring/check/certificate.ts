const DAY_MS = 86_400_000

/** Whole days, of 24 h, until a certificate ends; null where there is none. */
export function daysLeft(expiresAtMs: number | null, now: Temporal.Instant): number | null {
  return expiresAtMs === null ? null : Math.floor((expiresAtMs - now.epochMilliseconds) / DAY_MS)
}

/** A host and port as a URL to connect to. */
export function addressOf({ host, port }: { host: string; port: number }, secure: boolean): URL {
  return new URL(`${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}/`)
}
