/** The only place that reads time. Everything else is handed an instant. */
export interface Clock {
  now(): Temporal.Instant
}

/** The machine's clock, cut to whole milliseconds: what the database keeps is what the program saw. */
export const systemClock: Clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
}

/** A clock that stands still until it is moved; for stories and rehearsals. */
export class ManualClock implements Clock {
  #at: Temporal.Instant

  constructor(at: Temporal.Instant) {
    this.#at = at
  }

  now(): Temporal.Instant {
    return this.#at
  }

  advance(ms: number): void {
    this.#at = this.#at.add({ milliseconds: ms })
  }

  set(at: Temporal.Instant): void {
    this.#at = at
  }
}

/** Monotonic milliseconds with a fraction, for measuring how long something took; never for saying when. */
export const elapsedMs = (): number => performance.now()
