import type { Clock } from '../clock.ts'
import { AppError } from '../error.ts'

export type LimitPolicy = { name: string; quota: number; windowMs: number }
type Window = { endsAtMs: number; used: number }

const mostBuckets = 20_000

/**
 * Counts requests of a client in windows, in this process's memory. `take` answers with the headers of the IETF draft
 * "RateLimit header fields for HTTP" (`RateLimit-Policy`, `RateLimit`), or throws a 429 that carries them.
 */
export class RateLimiter {
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  take(client: string, { name, quota, windowMs }: LimitPolicy): Record<string, string> {
    const nowMs = this.#clock.now().epochMilliseconds
    const window = this.#window(`${name} ${client}`, nowMs, windowMs)
    window.used += 1
    const resetS = Math.ceil((window.endsAtMs - nowMs) / 1000)
    const headers = {
      'RateLimit-Policy': `"${name}";q=${quota};w=${windowMs / 1000}`,
      RateLimit: `"${name}";r=${Math.max(0, quota - window.used)};t=${resetS}`,
    }
    if (window.used <= quota) return headers
    throw new AppError(
      'too_many_requests',
      429,
      `More than ${quota} requests in ${windowMs / 1000} s: try again in ${resetS} s.`,
      {
        headers: { ...headers, 'Retry-After': String(resetS) },
      },
    )
  }

  #window(key: string, nowMs: number, windowMs: number): Window {
    const found = this.#windows.get(key)
    if (found && found.endsAtMs > nowMs && found.endsAtMs <= nowMs + windowMs) return found
    const made = { endsAtMs: nowMs + windowMs, used: 0 }
    this.#windows.delete(key)
    this.#windows.set(key, made)
    if (this.#windows.size > mostBuckets) this.#windows.delete(this.#windows.keys().next().value!)
    return made
  }
}
