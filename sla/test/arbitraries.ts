import fc from 'fast-check'
import type { CalendarInput } from '../src/time/calendar.ts'

const MINUTE_MS = 60_000

/** Zones of every awkward sort, with an instant near each of which their clocks or their calendar changed. */
const AWKWARD: readonly (readonly [zone: string, near: string])[] = [
  ['America/Los_Angeles', '2026-11-01T09:00:00Z'],
  ['America/Los_Angeles', '2027-03-14T10:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['America/Havana', '2026-03-08T05:00:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['Antarctica/Casey', '2010-03-04T15:00:00Z'],
  ['Asia/Kathmandu', '2026-11-23T00:00:00Z'],
  ['Europe/Dublin', '2026-10-25T01:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
  ['Pacific/Kwajalein', '1969-09-30T13:00:00Z'],
]

const twoDigits = (value: number) => String(value).padStart(2, '0')
const time = (minutes: number) => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`

const stretch = fc
  .oneof(
    fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1440 })),
    fc.tuple(
      fc.constantFrom(0, 60, 90, 120, 150, 540),
      fc.constantFrom(30, 60, 90, 105, 150, 180, 1080, 1440),
    ),
  )
  .map(([a, b]) => `${time(Math.min(a, b, 1439))}-${time(Math.max(a, b))}`)

const day = fc.array(stretch, { maxLength: 3 })

/** A calendar that may be closed, torn, or open all day, and an instant, on the minute, near a change of its clocks. */
export const calendarAndInstant: fc.Arbitrary<{ calendar: CalendarInput; from: Temporal.Instant }> = fc
  .record({
    place: fc.constantFrom(...AWKWARD),
    weekly: fc.record(
      { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
      { requiredKeys: [] },
    ),
    daysOff: fc.array(fc.integer({ min: -8, max: 12 }), { maxLength: 3 }),
    minutesAway: fc.integer({ min: -5 * 1440, max: 3 * 1440 }),
  })
  .map(({ place: [zone, near], weekly, daysOff, minutesAway }) => {
    const middle = Temporal.Instant.from(near)
    const date = middle.toZonedDateTimeISO(zone).toPlainDate()
    const holidays = daysOff.map((days) => date.add({ days }).toString())
    return {
      calendar: { zone, weekly, holidays },
      from: middle.add({ milliseconds: minutesAway * MINUTE_MS }),
    }
  })
