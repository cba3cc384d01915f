import type { CalendarInput } from '../src/time/calendar.ts'

const MINUTE_MS = 60_000
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Business time as one would check it by hand: each minute asked in turn whether it lies in an opening. */
export class NaiveBusinessTime {
  readonly #openings: [startMs: number, endMs: number][]

  /** Openings of all days from `from`'s day on, as many as told, by Temporal's own reading of local times. */
  constructor(calendar: CalendarInput, from: Temporal.Instant, days: number) {
    const first = from.toZonedDateTimeISO(calendar.zone).toPlainDate().subtract({ days: 2 })
    this.#openings = Array.from({ length: days + 4 }, (_, n) => first.add({ days: n })).flatMap((date) =>
      calendar.holidays?.includes(date.toString())
        ? []
        : (calendar.weekly[DAYS[date.dayOfWeek - 1]!] ?? []).map((stretch): [number, number] => {
            const [start, end] = stretch.split('-') as [string, string]
            return [instantOf(date, start, calendar.zone), instantOf(date, end, calendar.zone)]
          }),
    )
  }

  #isOpen(atMs: number): boolean {
    return this.#openings.some(([startMs, endMs]) => startMs <= atMs && atMs < endMs)
  }

  minutesBetween(fromMs: number, toMs: number): number {
    let minutes = 0
    for (let at = fromMs; at < toMs; at += MINUTE_MS) if (this.#isOpen(at)) minutes++
    return minutes
  }

  /** Null where the openings known do not reach. */
  addMinutes(fromMs: number, minutes: number): number | null {
    const last = Math.max(...this.#openings.map(([, endMs]) => endMs))
    let left = minutes
    for (let at = fromMs; at < last; at += MINUTE_MS) {
      if (!this.#isOpen(at)) continue
      if (left === 0) return at
      if (--left === 0) return at + MINUTE_MS
    }
    return null
  }
}

/** Nonexistent: the first instant after the gap; ambiguous: the earlier (row 36). */
function instantOf(date: Temporal.PlainDate, time: string, zone: string): number {
  const local =
    time === '24:00'
      ? date.add({ days: 1 }).toPlainDateTime()
      : date.toPlainDateTime(Temporal.PlainTime.from(time))
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds
  return earlier.getTimeZoneTransition('next')!.epochMilliseconds
}
