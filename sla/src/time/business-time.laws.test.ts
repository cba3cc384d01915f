import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarAndInstant } from '../../test/arbitraries.ts'
import { runs } from '../../test/runs.ts'
import { addBusinessMs, businessMsBetween } from './business-time.ts'
import { compileCalendar } from './calendar.ts'

const YEAR_MS = 366 * 86_400_000
const someMs = fc.oneof(
  fc.integer({ min: 0, max: 100 * 3_600_000 }),
  fc.integer({ min: 0, max: 30 * YEAR_MS }),
)

/** An open calendar, three instants in order and an amount. */
const question = fc
  .record({ place: calendarAndInstant, first: someMs, second: someMs, ms: someMs })
  .map(({ place: { calendar: input, from }, first, second, ms }) => {
    const calendar = compileCalendar(input)
    const middle = from.add({ milliseconds: first })
    const to = middle.add({ milliseconds: second })
    // A thousand years of a calendar at most, however little it opens: within the years that can be written.
    return { calendar, from, middle, to, ms: ms % (calendar.weeklyMs * 50_000 + 1) }
  })
  .filter(({ calendar }) => calendar.weeklyMs >= 60_000)

const holds = (law: (q: typeof question extends fc.Arbitrary<infer Q> ? Q : never) => void) =>
  fc.assert(fc.property(question, law), runs(400))

describe('laws of business time', () => {
  it('what was added is what elapsed', () => {
    holds(({ calendar, from, ms }) => {
      expect(businessMsBetween(calendar, from, addBusinessMs(calendar, from, ms))).toBe(ms)
    })
  })

  it('adding what elapsed never ends later, and is back to the instant but for closed time', () => {
    holds(({ calendar, from, to }) => {
      const open = businessMsBetween(calendar, from, to)
      fc.pre(open > 0)
      const back = addBusinessMs(calendar, from, open)
      expect(back.epochMilliseconds).toBeLessThanOrEqual(to.epochMilliseconds)
      expect(businessMsBetween(calendar, back, to)).toBe(0)
    })
  })

  it('hours add up', () => {
    holds(({ calendar, from, middle, to }) => {
      expect(businessMsBetween(calendar, from, middle) + businessMsBetween(calendar, middle, to)).toBe(
        businessMsBetween(calendar, from, to),
      )
    })
  })

  it('hours are never more than the time that passed', () => {
    holds(({ calendar, from, to }) => {
      const open = businessMsBetween(calendar, from, to)
      expect(open).toBeGreaterThanOrEqual(0)
      expect(open).toBeLessThanOrEqual(to.epochMilliseconds - from.epochMilliseconds)
    })
  })

  it('adding in two steps is adding at once', () => {
    holds(({ calendar, from, ms }) => {
      fc.pre(ms > 1)
      const some = Math.floor(ms / 2)
      const half = addBusinessMs(calendar, from, some)
      expect(addBusinessMs(calendar, half, ms - some).toString()).toBe(
        addBusinessMs(calendar, from, ms).toString(),
      )
    })
  })

  it('who comes later is never due earlier, and more time is due later', () => {
    holds(({ calendar, from, middle, ms }) => {
      const due = addBusinessMs(calendar, from, ms).epochMilliseconds
      expect(addBusinessMs(calendar, middle, ms).epochMilliseconds).toBeGreaterThanOrEqual(due)
      expect(addBusinessMs(calendar, from, ms + 1).epochMilliseconds).toBeGreaterThan(due)
    })
  })

  it('a due instant, but for 0, lies within an opening or at its closing', () => {
    holds(({ calendar, from, ms }) => {
      const due = addBusinessMs(calendar, from, ms + 1)
      expect(businessMsBetween(calendar, due.subtract({ milliseconds: 1 }), due)).toBe(1)
    })
  })

  it('a weekly calendar repeats after 400 years', () => {
    holds(({ calendar, from }) => {
      const far = from.add({ hours: 24 * 146_097 })
      const farther = far.add({ hours: 24 * 146_097 })
      const week = { hours: 24 * 7 }
      expect(businessMsBetween(calendar, farther, farther.add(week))).toBe(
        businessMsBetween(calendar, far, far.add(week)),
      )
    })
  })
})
