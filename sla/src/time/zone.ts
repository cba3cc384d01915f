import { SlaError } from '../error.ts'
import { DAY_MS } from './civil.ts'
import { Temporal } from './temporal.ts'

/** From here (2100-01-01T00:00Z) every zone's rules repeat with the calendar, every 400 years, week days included. */
const CYCLE_START_MS = 4_102_444_800_000
const CYCLE_MS = 146_097 * DAY_MS

/** Before any zone's first transition. */
const BEGINNING_MS = -8_000_000_000_000

/** The offsets of one time zone, in ms east of UTC. `zoneOf` hands them out. */
export class Zone {
  readonly id: string
  /** The westernmost offset that the zone ever had or, by its present rules, will have. */
  readonly leastOffsetMs: number
  /** Instants from which `offsets[i]` holds; the first is -Infinity, so that every instant has one. */
  readonly #starts: number[] = [Number.NEGATIVE_INFINITY]
  readonly #offsets: number[] = []
  #knownUntilMs = BEGINNING_MS

  constructor(id: string) {
    this.id = id
    this.#offsets.push(this.#ask(BEGINNING_MS).offsetNanoseconds / 1e6)
    this.#extend(CYCLE_START_MS)
    this.leastOffsetMs = Math.min(...this.#offsets)
  }

  /** The offset in force at an instant. */
  offsetMsAt(epochMs: number): number {
    return this.#offsets[this.#indexAt(epochMs - this.#cyclesBefore(epochMs))]!
  }

  /** The first change of offset after an instant, or Infinity where there is none. */
  nextTransitionMs(epochMs: number): number {
    const shift = this.#cyclesBefore(epochMs)
    return (this.#starts[this.#indexAt(epochMs - shift) + 1] ?? Number.POSITIVE_INFINITY) + shift
  }

  /**
   * The instant of a local time, given as if it were UTC, in ms. A nonexistent one is the first instant after the gap,
   * an ambiguous one is the earlier (row 36).
   */
  localToEpochMs(localMs: number): number {
    const shift = this.#cyclesBefore(localMs - DAY_MS)
    const local = localMs - shift
    let i = this.#indexAt(local - DAY_MS)
    while (local - this.#offsets[i]! >= (this.#starts[i + 1] ?? Number.POSITIVE_INFINITY)) i++
    return Math.max(local - this.#offsets[i]!, this.#starts[i]!) + shift
  }

  /** Whole cycles to take off so that the instant falls where transitions are listed; lists them where needed. */
  #cyclesBefore(epochMs: number): number {
    if (epochMs < CYCLE_START_MS - DAY_MS * 400) return 0
    this.#extend(CYCLE_START_MS + CYCLE_MS + DAY_MS * 800)
    return epochMs < CYCLE_START_MS ? 0 : Math.floor((epochMs - CYCLE_START_MS) / CYCLE_MS) * CYCLE_MS
  }

  #indexAt(epochMs: number): number {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! <= epochMs) low = middle
      else high = middle
    }
    return low
  }

  #extend(untilMs: number): void {
    if (untilMs <= this.#knownUntilMs) return
    let at = this.#ask(this.#knownUntilMs).getTimeZoneTransition('next')
    while (at !== null && at.epochMilliseconds <= untilMs) {
      this.#starts.push(at.epochMilliseconds)
      this.#offsets.push(at.offsetNanoseconds / 1e6)
      at = at.getTimeZoneTransition('next')
    }
    this.#knownUntilMs = untilMs
  }

  #ask(epochMs: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(this.id)
  }
}

const zones = new Map<string, Zone>()

/**
 * The zone of an IANA name (links and any case are fine: `US/Pacific`), or of `UTC`. A fixed offset such as `+05:00`
 * is refused, as it is no place and never changes its clocks. Throws SlaError `zone_unknown`.
 */
export function zoneOf(name: string, path = ''): Zone {
  const known = zones.get(name)
  if (known) return known
  const id = identify(name, path)
  const zone = zones.get(id) ?? new Zone(id)
  zones.set(id, zone)
  return zone
}

function identify(name: string, path: string): string {
  try {
    if (/^[a-z]/i.test(name)) return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch {
    // Falls to the refusal below.
  }
  throw new SlaError(
    'zone_unknown',
    `${JSON.stringify(name) ?? 'Nothing'} is not a time zone; write an IANA name, such as America/Los_Angeles.`,
    path,
  )
}
