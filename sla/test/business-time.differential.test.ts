import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBusinessMs, businessMsBetween } from '../src/time/business-time.ts'
import { compileCalendar } from '../src/time/calendar.ts'
import { calendarAndInstant } from './arbitraries.ts'
import { NaiveBusinessTime } from './naive-business-time.ts'
import { runs } from './runs.ts'

const MINUTE_MS = 60_000

describe('business time against a count of single minutes, over any calendar where clocks change', () => {
  it('hours (rows 29, 36)', () => {
    fc.assert(
      fc.property(
        calendarAndInstant,
        fc.integer({ min: 0, max: 9 * 1440 }),
        ({ calendar, from }, minutes) => {
          const to = from.add({ minutes })
          const naive = new NaiveBusinessTime(calendar, from, 12)
          const open = businessMsBetween(compileCalendar(calendar), from, to) / MINUTE_MS
          expect(open).toBe(naive.minutesBetween(from.epochMilliseconds, to.epochMilliseconds))
        },
      ),
      runs(300),
    )
  })

  it('add (rows 29, 30, 36)', () => {
    fc.assert(
      fc.property(calendarAndInstant, fc.integer({ min: 0, max: 3000 }), ({ calendar, from }, minutes) => {
        const compiled = compileCalendar(calendar)
        const expected = new NaiveBusinessTime(calendar, from, 12).addMinutes(from.epochMilliseconds, minutes)
        fc.pre(compiled.weeklyMs > 0 && expected !== null)
        expect(addBusinessMs(compiled, from, minutes * MINUTE_MS).epochMilliseconds).toBe(expected)
      }),
      runs(300),
    )
  })
})
