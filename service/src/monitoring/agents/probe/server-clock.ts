import type { Clock } from '@tractops/platform'

/** One exchange with the server, in epoch ms by our clock, and what the server's clock said in between. */
type Exchange = { sentMs: number; receivedMs: number; serverMs: number }

const REMEMBERED = 8
const STEADY_MS = 20

/**
 * The server's clock, as far as it can be told from here: ours, and the difference that was measured by the quickest of the
 * last exchanges, half a round trip before its answer. A difference smaller than what the round trip leaves open
 * is not followed, so that the clock does not tremble.
 */
export class ServerClock implements Clock {
  readonly #own: Clock
  #offsetMs: number
  #exchanges: { offsetMs: number; roundTripMs: number }[] = []

  constructor(own: Clock, offsetMs: number) {
    this.#own = own
    this.#offsetMs = offsetMs
  }

  now(): Temporal.Instant {
    return this.#own.now().add({ milliseconds: this.#offsetMs })
  }

  /** How far the server's clock is ahead of ours, in ms. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /** How far our clock is ahead of the server's, and by what round trip that was measured; null before the first one. */
  get skew(): { skewMs: number | null; roundTripMs: number | null } {
    const best = this.#best()
    return { skewMs: best === null ? null : -this.#offsetMs, roundTripMs: best?.roundTripMs ?? null }
  }

  learn({ sentMs, receivedMs, serverMs }: Exchange): void {
    const roundTripMs = receivedMs - sentMs
    // Our clock was set in between: nothing can be told from this one, nor from those before it.
    if (roundTripMs < 0) {
      this.#exchanges = []
      return
    }
    const offsetMs = Math.round(serverMs - (sentMs + receivedMs) / 2)
    const moved = this.#exchanges.some(
      (one) => Math.abs(one.offsetMs - offsetMs) > (one.roundTripMs + roundTripMs) / 2 + STEADY_MS,
    )
    if (moved) this.#exchanges = []
    this.#exchanges = [...this.#exchanges, { offsetMs, roundTripMs }].slice(-REMEMBERED)
    const best = this.#best()!
    if (Math.abs(best.offsetMs - this.#offsetMs) > best.roundTripMs / 2 + STEADY_MS)
      this.#offsetMs = best.offsetMs
  }

  #best() {
    return this.#exchanges.toSorted((a, b) => a.roundTripMs - b.roundTripMs)[0] ?? null
  }
}
