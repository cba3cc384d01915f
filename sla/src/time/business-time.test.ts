import { beforeEach, describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { BusinessCalendar } from './business-calendar.ts'
import { addBusinessMs, businessMsBetween } from './business-time.ts'
import { type CalendarInput, compileCalendar } from './calendar.ts'
import { formatInstant, parseInstant } from './instant.ts'
import { Temporal } from './temporal.ts'

const HOUR_MS = 3_600_000
const PACIFIC = 'America/Los_Angeles'
const weekdays = (stretch: string) =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [stretch]]))
const everyDay = (stretch: string) => ({ ...weekdays(stretch), sat: [stretch], sun: [stretch] })
let office: BusinessCalendar
beforeEach(() => {
  office = compileCalendar({ zone: PACIFIC, weekly: weekdays('09:00-18:00') })
})
const always = (zone: string) => compileCalendar({ zone, weekly: everyDay('00:00-24:00') })
const calendar = (weekly: CalendarInput['weekly'], zone = PACIFIC, holidays: string[] = []) =>
  compileCalendar({ zone, weekly, holidays })

const add = (from: string, hours: number, to = office) =>
  formatInstant(addBusinessMs(to, parseInstant(from), hours * HOUR_MS))
const hours = (from: string, to: string, on = office) =>
  businessMsBetween(on, parseInstant(from), parseInstant(to)) / HOUR_MS

describe('addBusinessMs: the golden cases, Pacific', () => {
  it.each([
    ['Mon 15:00 + 4 is Tue 10:00', '2026-11-23T15:00:00-08:00', 4, '2026-11-24T18:00:00Z'],
    [
      'Mon 14:00 + 4 is Mon 18:00, that closing itself (row 30)',
      '2026-11-23T14:00:00-08:00',
      4,
      '2026-11-24T02:00:00Z',
    ],
    ['Fri 17:59:59 + 4 is Mon 12:59:59', '2026-11-20T17:59:59-08:00', 4, '2026-11-23T20:59:59Z'],
    [
      'Fri 18:00, which is out of hours, + 4 is Mon 13:00 (row 29)',
      '2026-11-20T18:00:00-08:00',
      4,
      '2026-11-23T21:00:00Z',
    ],
    [
      'Fri 17:00 + 4 over the end of daylight time is Mon 12:00 PST (row 36)',
      '2026-10-30T17:00:00-07:00',
      4,
      '2026-11-02T20:00:00Z',
    ],
    [
      'Fri 17:00 + 4 over the start of daylight time is Mon 12:00 PDT (row 36)',
      '2027-03-12T17:00:00-08:00',
      4,
      '2027-03-15T19:00:00Z',
    ],
    ['Fri 17:00 + 24 is Wed 14:00', '2026-11-20T17:00:00-08:00', 24, '2026-11-25T22:00:00Z'],
    [
      'a business day is 9 hours: Mon 09:00 + 9 is Mon 18:00 (row 31)',
      '2026-11-23T09:00:00-08:00',
      9,
      '2026-11-24T02:00:00Z',
    ],
    [
      'a business day from Mon 10:00 is Tue 10:00 (row 31)',
      '2026-11-23T10:00:00-08:00',
      9,
      '2026-11-24T18:00:00Z',
    ],
    [
      'five days are 45 hours: Mon 10:00 to the next Mon 10:00 (row 31)',
      '2026-11-23T10:00:00-08:00',
      45,
      '2026-11-30T18:00:00Z',
    ],
    [
      'five days from Sun are Fri 18:00 (rows 30, 31)',
      '2026-11-22T10:00:00-08:00',
      45,
      '2026-11-28T02:00:00Z',
    ],
    ['Sat noon counts from Mon 09:00 (row 29)', '2026-11-21T12:00:00-08:00', 4, '2026-11-23T21:00:00Z'],
    [
      'Mon 08:59:59.999 counts from 09:00 (row 29)',
      '2026-11-23T08:59:59.999-08:00',
      4,
      '2026-11-23T21:00:00Z',
    ],
    [
      'Thanksgiving is no holiday unless the calendar says so (row 32)',
      '2026-11-25T17:00:00-08:00',
      4,
      '2026-11-26T20:00:00Z',
    ],
  ])('%s', (_, from, hoursAdded, due) => {
    expect(add(from, hoursAdded)).toBe(due)
  })

  it('a P1 received 01:30 PDT on 2026-11-01 is due 01:30 PST: an hour that is counted 24 x 7', () => {
    expect(add('2026-11-01T01:30:00-07:00', 1, always(PACIFIC))).toBe('2026-11-01T09:30:00Z')
  })

  it('passes over a holiday that the calendar holds (row 32)', () => {
    const rested = calendar(weekdays('09:00-18:00'), PACIFIC, ['2026-11-26', '2026-11-27'])
    expect(add('2026-11-25T17:00:00-08:00', 4, rested)).toBe('2026-11-30T20:00:00Z')
    expect(hours('2026-11-25T17:00:00-08:00', '2026-11-30T12:00:00-08:00', rested)).toBe(4)
    expect(add('2026-11-23T10:00:00-08:00', 90, rested)).toBe('2026-12-09T18:00:00Z')
  })
})

describe('addBusinessMs at the edges of hours (rows 29, 30)', () => {
  it.each([
    ['0 at an opening is that opening', '2026-11-23T09:00:00-08:00', 0, '2026-11-23T17:00:00Z'],
    ['0 within hours is then', '2026-11-23T12:34:56.789-08:00', 0, '2026-11-23T20:34:56.789Z'],
    ['0 out of hours is the next opening', '2026-11-21T12:00:00-08:00', 0, '2026-11-23T17:00:00Z'],
    ['0 exactly at a closing is the next opening', '2026-11-20T18:00:00-08:00', 0, '2026-11-23T17:00:00Z'],
  ])('%s', (_, from, hoursAdded, due) => {
    expect(add(from, hoursAdded)).toBe(due)
  })

  it('a millisecond before closing, and one after', () => {
    const from = parseInstant('2026-11-20T17:59:59.999-08:00')
    expect(formatInstant(addBusinessMs(office, from, 1))).toBe('2026-11-21T02:00:00Z')
    expect(formatInstant(addBusinessMs(office, from, 2))).toBe('2026-11-23T17:00:00.001Z')
  })

  it('stops at a closing before a lunch break, and begins after it', () => {
    const lunch = calendar({ mon: ['09:00-12:00', '13:00-18:00'] })
    expect(add('2026-11-23T09:00:00-08:00', 3, lunch)).toBe('2026-11-23T20:00:00Z')
    expect(add('2026-11-23T12:00:00-08:00', 0, lunch)).toBe('2026-11-23T21:00:00Z')
    expect(add('2026-11-23T12:30:00-08:00', 1, lunch)).toBe('2026-11-23T22:00:00Z')
  })

  it('one opening a week, hit exactly, week after week', () => {
    const weekly = calendar({ wed: ['10:00-11:00'] }, 'UTC')
    expect(add('2026-11-23T00:00:00Z', 1, weekly)).toBe('2026-11-25T11:00:00Z')
    expect(add('2026-11-23T00:00:00Z', 2, weekly)).toBe('2026-12-02T11:00:00Z')
    expect(add('2026-11-23T00:00:00Z', 52, weekly)).toBe('2027-11-17T11:00:00Z')
    expect(add('2026-11-23T00:00:00Z', 52.5, weekly)).toBe('2027-11-24T10:30:00Z')
  })
})

describe('days on which the clocks change (row 36)', () => {
  it('the Sunday window of 8 March 2026 lasts one real hour, 10:00 to 11:00 UTC', () => {
    const sundays = calendar({ sun: ['02:00-04:00'] })
    expect(hours('2026-03-08T00:00:00Z', '2026-03-10T00:00:00Z', sundays)).toBe(1)
    expect(add('2026-03-08T00:00:00Z', 0, sundays)).toBe('2026-03-08T10:00:00Z')
    expect(add('2026-03-08T00:00:00Z', 1, sundays)).toBe('2026-03-08T11:00:00Z')
  })

  it.each([
    ['a day of 23 hours', PACIFIC, '2026-03-08T08:00:00Z', 1, 23],
    ['a day of 25 hours', PACIFIC, '2026-11-01T07:00:00Z', 1, 25],
    ['Lord Howe, half an hour less', 'Australia/Lord_Howe', '2026-10-03T13:30:00Z', 1, 23.5],
    ['Lord Howe, half an hour more', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', 1, 24.5],
    ['Havana, where midnight comes twice', 'America/Havana', '2026-11-01T04:00:00Z', 1, 25],
    ['Sao Paulo, where midnight is skipped', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 1, 23],
  ])('%s is open 00:00-24:00 for as long as it lasts', (_, zone, midnight, days, length) => {
    const sunday = calendar({ sun: ['00:00-24:00'] }, zone)
    const from = parseInstant(midnight)
    expect(businessMsBetween(sunday, from, from.add({ hours: 30 * days })) / HOUR_MS).toBe(length)
    expect(businessMsBetween(sunday, from.subtract({ hours: 24 }), from)).toBe(0)
    expect(addBusinessMs(sunday, from, length * HOUR_MS).epochMilliseconds - from.epochMilliseconds).toBe(
      length * HOUR_MS,
    )
  })

  it('an opening in the gap begins after it; one wholly in it is nothing', () => {
    expect(
      hours('2026-03-08T00:00:00-08:00', '2026-03-09T00:00:00-07:00', calendar({ sun: ['02:30-03:30'] })),
    ).toBe(0.5)
    expect(
      hours('2026-03-08T00:00:00-08:00', '2026-03-09T00:00:00-07:00', calendar({ sun: ['02:15-02:45'] })),
    ).toBe(0)
    expect(add('2026-03-08T00:00:00-08:00', 0, calendar({ sun: ['02:15-02:45'] }))).toBe(
      '2026-03-15T09:15:00Z',
    )
  })

  it('an opening in the hour that comes twice is in the earlier one', () => {
    const early = calendar({ sun: ['01:15-01:45'] })
    expect(hours('2026-11-01T00:00:00-07:00', '2026-11-02T00:00:00-08:00', early)).toBe(0.5)
    expect(add('2026-11-01T00:00:00-07:00', 0, early)).toBe('2026-11-01T08:15:00Z')
    expect(
      hours('2026-11-01T00:00:00-07:00', '2026-11-02T00:00:00-08:00', calendar({ sun: ['01:30-05:00'] })),
    ).toBe(4.5)
  })

  it('Friday 2011-12-30 was not there in Apia, and has no hours', () => {
    const apia = calendar(weekdays('09:00-18:00'), 'Pacific/Apia')
    expect(hours('2011-12-26T00:00:00-10:00', '2012-01-02T00:00:00+14:00', apia)).toBe(36)
    expect(add('2011-12-29T17:00:00-10:00', 4, apia)).toBe('2012-01-01T22:00:00Z')
    expect(hours('2011-12-29T00:00:00-10:00', '2012-01-01T00:00:00+14:00', always('Pacific/Apia'))).toBe(48)
  })

  it('a Friday that began before the clocks went back over its midnight stays open (Casey, 2010)', () => {
    const casey = calendar({ thu: ['00:00-24:00'], fri: ['00:00-24:00'] }, 'Antarctica/Casey')
    expect(hours('2010-03-01T00:00:00Z', '2010-03-07T00:00:00Z', casey)).toBe(51)
  })

  it('so would a Monday, though no zone has done that yet', () => {
    // At local Monday 00:30, 2026-11-23T00:30Z, the clocks go back to Sunday 23:30.
    const change = parseInstant('2026-11-23T00:30:00Z').epochMilliseconds
    const zone = {
      leastOffsetMs: -HOUR_MS,
      offsetMsAt: (ms: number) => (ms < change ? 0 : -HOUR_MS),
      nextTransitionMs: (ms: number) => (ms < change ? change : Number.POSITIVE_INFINITY),
      localToEpochMs: (ms: number) => (ms < change ? ms : ms + HOUR_MS),
    }
    const monday = new BusinessCalendar(zone, [[[0, 2 * HOUR_MS]], [], [], [], [], [], []], [])
    expect(hours('2026-11-22T00:00:00Z', '2026-11-23T00:15:00Z', monday)).toBe(0.25)
    expect(hours('2026-11-22T00:00:00Z', '2026-11-23T00:45:00Z', monday)).toBe(0.75)
    expect(hours('2026-11-23T00:45:00Z', '2026-11-23T06:00:00Z', monday)).toBe(2.25)
    expect(hours('2026-11-22T00:00:00Z', '2026-12-23T00:00:00Z', monday)).toBe(3 + 4 * 2)
    expect(add('2026-11-23T00:45:00Z', 1, monday)).toBe('2026-11-23T01:45:00Z')
    expect(add('2026-11-23T00:45:00Z', 2.25, monday)).toBe('2026-11-23T03:00:00Z')
    expect(add('2026-11-23T00:45:00Z', 6.25, monday)).toBe('2026-12-07T03:00:00Z')
  })
})

describe('businessMsBetween', () => {
  it.each([
    ['nothing between an instant and itself', '2026-11-23T12:00:00-08:00', '2026-11-23T12:00:00-08:00', 0],
    ['within a day', '2026-11-23T09:30:00-08:00', '2026-11-23T17:00:00-08:00', 7.5],
    ['over a night', '2026-11-23T17:00:00-08:00', '2026-11-24T10:00:00-08:00', 2],
    ['over a week-end', '2026-11-20T17:00:00-08:00', '2026-11-23T10:00:00-08:00', 2],
    ['from before to after hours', '2026-11-23T00:00:00-08:00', '2026-11-23T23:00:00-08:00', 9],
    ['a week', '2026-11-23T00:00:00-08:00', '2026-11-30T00:00:00-08:00', 45],
    ['a year of 261 weekdays', '2026-01-01T00:00:00-08:00', '2027-01-01T00:00:00-08:00', 261 * 9],
    ['400 years', '2026-01-01T00:00:00-08:00', '2426-01-01T00:00:00-08:00', (146_097 / 7) * 45],
    ['8000 years', '1990-01-01T00:00:00-08:00', '9990-01-01T00:00:00-08:00', 20 * (146_097 / 7) * 45],
  ])('%s', (_, from, to, length) => {
    expect(hours(from, to)).toBe(length)
  })

  it.each([PACIFIC, 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Havana'])(
    'what is always open in %s counts all that passes, however the clocks go (row 36)',
    (zone) => {
      const from = parseInstant('2009-12-30T13:45:00Z')
      for (let days = 1; days < 4000; days += 13) {
        const to = from.add({ hours: 24 * days })
        expect(businessMsBetween(always(zone), from, to)).toBe(days * 24 * HOUR_MS)
        expect(addBusinessMs(always(zone), from, days * 24 * HOUR_MS).toString()).toBe(to.toString())
      }
    },
  )

  it('a calendar that never opens has no hours at all', () => {
    for (const weekly of [{}, { mon: [] }, { mon: ['09:00-09:00'] }]) {
      const closed = calendar(weekly)
      expect(hours('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', closed)).toBe(0)
    }
  })

  it('leaves each holiday out of a long span', () => {
    const holidays = ['2030-01-01', '2030-01-02', '2100-03-01', '2026-11-23', '2426-11-20']
    const rested = calendar(weekdays('09:00-18:00'), PACIFIC, holidays)
    expect(hours('2026-11-23T00:00:00-08:00', '2426-11-23T00:00:00-08:00', rested)).toBe(
      (146_097 / 7) * 45 - 45,
    )
  })
})

describe('what business time refuses', () => {
  let now: Temporal.Instant
  beforeEach(() => {
    now = parseInstant('2026-11-23T12:00:00-08:00')
  })

  it('"to" before "from"', () => {
    expect(refusal(() => businessMsBetween(office, now, now.subtract({ milliseconds: 1 })))).toMatchObject({
      code: 'interval_reversed',
      path: 'to',
      message: '"to" is before "from"; swap the two instants.',
    })
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5'])('to add %s ms', (ms) => {
    expect(refusal(() => addBusinessMs(office, now, ms as number))).toMatchObject({
      code: 'ms_invalid',
      path: 'ms',
      message: expect.stringContaining('whole number'),
    })
  })

  it('to add to a calendar that never opens, 0 included', () => {
    for (const ms of [0, 1, Number.MAX_SAFE_INTEGER])
      expect(refusal(() => addBusinessMs(calendar({ mon: ['09:00-09:00'] }), now, ms))).toMatchObject({
        code: 'calendar_never_opens',
        path: 'calendar',
        message: expect.stringContaining('never opens'),
      })
  })

  it('what would end after the year 9999', () => {
    for (const ms of [8000 * 366 * 86_400_000, Number.MAX_SAFE_INTEGER])
      expect(refusal(() => addBusinessMs(office, now, ms))).toMatchObject({
        code: 'out_of_range',
        path: 'ms',
      })
    const last = parseInstant('9999-12-31T23:00:00Z')
    const utc = always('UTC')
    expect(formatInstant(addBusinessMs(utc, last, HOUR_MS - 1))).toBe('9999-12-31T23:59:59.999Z')
    expect(refusal(() => addBusinessMs(utc, last, HOUR_MS)).code).toBe('out_of_range')
  })

  it('instants outside the years 0000 to 9999', () => {
    const early = Temporal.Instant.from('-000001-12-31T23:59:59Z')
    const late = Temporal.Instant.from('+010000-01-01T00:00:00Z')
    expect(refusal(() => addBusinessMs(office, early, 1))).toMatchObject({
      code: 'out_of_range',
      path: 'from',
    })
    expect(refusal(() => addBusinessMs(office, late, 1))).toMatchObject({
      code: 'out_of_range',
      path: 'from',
    })
    expect(refusal(() => businessMsBetween(office, early, now))).toMatchObject({
      code: 'out_of_range',
      path: 'from',
    })
    const error = refusal(() => businessMsBetween(office, now, late))
    expect(error).toMatchObject({ code: 'out_of_range', path: 'to' })
    expect(error.message).toContain('0000 to 9999')
  })
})
