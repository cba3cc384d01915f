import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { businessMsBetween } from './business-time.ts'
import { type CalendarInput, compileCalendar } from './calendar.ts'
import { parseInstant } from './instant.ts'

const HOUR_MS = 3_600_000

/** Open time of Monday 2026-11-23 in UTC. */
const monday = (stretches: string[], holidays?: string[]) =>
  businessMsBetween(
    compileCalendar({ zone: 'UTC', weekly: { mon: stretches }, ...(holidays && { holidays }) }),
    parseInstant('2026-11-23T00:00:00Z'),
    parseInstant('2026-11-24T00:00:00Z'),
  )

describe('compileCalendar', () => {
  it.each([
    ['one stretch', ['09:00-18:00'], 9],
    ['none', [], 0],
    ['a lunch break', ['09:00-12:00', '13:00-18:00'], 8],
    ['stretches that touch', ['09:00-12:00', '12:00-18:00'], 9],
    ['stretches that overlap, unsorted', ['11:00-18:00', '09:00-12:00'], 9],
    ['one within another', ['09:00-18:00', '10:00-11:00'], 9],
    ['one twice', ['09:00-18:00', '09:00-18:00'], 9],
    ['the whole day', ['00:00-24:00'], 24],
    ['up to midnight', ['23:00-24:00'], 1],
    ['minutes', ['08:45-09:15'], 0.5],
    ['an empty stretch, which is nothing', ['12:00-12:00'], 0],
    ['an empty stretch beside another', ['08:00-08:00', '09:00-18:00'], 9],
    ['an empty stretch within another', ['09:00-18:00', '12:00-12:00'], 9],
  ])('opens for %s', (_, stretches, hours) => {
    expect(monday(stretches)).toBe(hours * HOUR_MS)
    expect(compileCalendar({ zone: 'UTC', weekly: { mon: stretches } }).weeklyMs).toBe(hours * HOUR_MS)
  })

  it('closes on holidays, in any order, of which there are none by default (row 32)', () => {
    expect(monday(['09:00-18:00'], ['2026-12-25', '2026-11-23', '2025-01-01'])).toBe(0)
    expect(monday(['09:00-18:00'], ['2026-12-25', '2026-11-22', '2026-11-24'])).toBe(9 * HOUR_MS)
    expect(monday(['09:00-18:00'], [])).toBe(9 * HOUR_MS)
    expect(monday(['09:00-18:00'])).toBe(9 * HOUR_MS)
  })

  it('gives each weekday its own hours', () => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
    const weekly = Object.fromEntries(days.map((day, i) => [day, [`00:00-0${i + 1}:00`]]))
    const calendar = compileCalendar({ zone: 'UTC', weekly })
    days.forEach((_, i) => {
      const from = parseInstant(`2026-11-${23 + i}T00:00:00Z`)
      expect(businessMsBetween(calendar, from, from.add({ hours: 24 }))).toBe((i + 1) * HOUR_MS)
    })
    expect(calendar.weeklyMs).toBe(28 * HOUR_MS)
  })

  const with_ = (change: object) => ({ zone: 'UTC', weekly: { mon: ['09:00-18:00'] }, ...change })
  it.each([
    [
      'stretches that run backwards',
      with_({ weekly: { mon: ['18:00-09:00'] } }),
      'calendar_invalid',
      'weekly.mon[0]',
      'backwards',
    ],
    [
      'an end past midnight',
      with_({ weekly: { sun: ['09:00-24:01'] } }),
      'calendar_invalid',
      'weekly.sun[0]',
      'outside the day',
    ],
    [
      'an hour 25',
      with_({ weekly: { sun: ['09:00-25:00'] } }),
      'calendar_invalid',
      'weekly.sun[0]',
      'outside the day',
    ],
    [
      'a start at 24:00',
      with_({ weekly: { sun: ['24:00-24:00'] } }),
      'calendar_invalid',
      'weekly.sun[0]',
      'outside the day',
    ],
    [
      'a minute 60',
      with_({ weekly: { tue: ['09:00-10:00', '09:60-10:00'] } }),
      'calendar_invalid',
      'weekly.tue[1]',
      '"09:00-18:00"',
    ],
    [
      'a minute 60 at the end',
      with_({ weekly: { tue: ['09:00-10:60'] } }),
      'calendar_invalid',
      'weekly.tue[0]',
      '"09:00-18:00"',
    ],
    [
      'an hour of one digit',
      with_({ weekly: { mon: ['9:00-18:00'] } }),
      'calendar_invalid',
      'weekly.mon[0]',
      '"9:00-18:00"',
    ],
    [
      'a stretch with something before',
      with_({ weekly: { mon: [' 09:00-18:00'] } }),
      'calendar_invalid',
      'weekly.mon[0]',
      'stretch',
    ],
    [
      'a stretch with seconds',
      with_({ weekly: { mon: ['09:00-18:00:00'] } }),
      'calendar_invalid',
      'weekly.mon[0]',
      'stretch',
    ],
    [
      'a stretch that is no text',
      with_({ weekly: { mon: [9] } }),
      'calendar_invalid',
      'weekly.mon[0]',
      '9 is not',
    ],
    [
      'a day that is no list',
      with_({ weekly: { mon: '09:00-18:00' } }),
      'calendar_invalid',
      'weekly.mon',
      'a list of stretches',
    ],
    [
      'a day that is null',
      with_({ weekly: { fri: null } }),
      'calendar_invalid',
      'weekly.fri',
      'a list of stretches',
    ],
    [
      'an unknown day',
      with_({ weekly: { monday: [] } }),
      'field_unknown',
      'weekly.monday',
      'mon, tue, wed, thu, fri, sat, sun',
    ],
    ['an unknown field', with_({ hours: [] }), 'field_unknown', 'hours', 'zone, weekly, holidays'],
    ['no weekly', { zone: 'UTC' }, 'calendar_invalid', 'weekly', 'by weekday'],
    ['a weekly that is a list', with_({ weekly: [] }), 'calendar_invalid', 'weekly', 'by weekday'],
    ['a weekly that is null', with_({ weekly: null }), 'calendar_invalid', 'weekly', 'by weekday'],
    ['a weekly that is a text', with_({ weekly: 'mon' }), 'calendar_invalid', 'weekly', 'by weekday'],
    ['no zone', { weekly: {} }, 'zone_unknown', 'zone', 'Nothing is not a time zone'],
    ['an unknown zone', with_({ zone: 'Mars/Base' }), 'zone_unknown', 'zone', '"Mars/Base"'],
    [
      'holidays that are no list',
      with_({ holidays: '2026-12-25' }),
      'calendar_invalid',
      'holidays',
      'a list of dates',
    ],
    [
      'a holiday that is not in the calendar',
      with_({ holidays: ['2026-12-25', '2026-02-30'] }),
      'date_invalid',
      'holidays[1]',
      '"2026-02-30"',
    ],
    ['a calendar that is null', null, 'calendar_invalid', '', 'A calendar is an object'],
    ['a calendar that is a list', [], 'calendar_invalid', '', 'A calendar is an object'],
  ])('refuses %s, with the place', (_, input, code, path, says) => {
    const error = refusal(() => compileCalendar(input as unknown as CalendarInput))
    expect(error).toMatchObject({ code, path })
    expect(error.message).toContain(says)
    expect(error.name).toBe('SlaError')
    const nested = refusal(() => compileCalendar(input as unknown as CalendarInput, 'calendar'))
    expect(nested.path).toBe(path === '' ? 'calendar' : `calendar.${path}`)
  })
})
