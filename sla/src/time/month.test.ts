import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { parseInstant } from './instant.ts'
import { calendarMonth, dateOf, startOfDay } from './month.ts'
import { Temporal } from './temporal.ts'

const PACIFIC = 'America/Los_Angeles'
const minutes = (month: string, zone: string) => {
  const { start, end } = calendarMonth(month, zone)
  return (end.epochMilliseconds - start.epochMilliseconds) / 60_000
}

describe('calendarMonth (row 1)', () => {
  it.each([
    ['2026-11', PACIFIC, 43_260],
    ['2027-03', PACIFIC, 44_580],
    ['2026-09', PACIFIC, 43_200],
    ['2026-12', PACIFIC, 44_640],
    ['2028-02', PACIFIC, 41_760],
    ['2026-03', 'UTC', 44_640],
    ['2011-12', 'Pacific/Apia', 43_200],
    ['2026-04', 'Australia/Lord_Howe', 43_230],
  ])('%s in %s lasts %i real minutes', (month, zone, length) => {
    expect(minutes(month, zone)).toBe(length)
  })

  it('runs from midnight to midnight, over a new year too', () => {
    const { start, end } = calendarMonth('2026-12', PACIFIC)
    expect([start.toString(), end.toString()]).toEqual(['2026-12-01T08:00:00Z', '2027-01-01T08:00:00Z'])
    expect(calendarMonth('2026-01', 'UTC').start.toString()).toBe('2026-01-01T00:00:00Z')
  })

  it.each([
    '2026-13',
    '2026-00',
    '2026-1',
    '2026-11-01',
    '026-11',
    '12026-11',
    'x2026-11',
    '',
    undefined,
    202611,
    ['2026-11'],
  ])('refuses %j', (month) => {
    const error = refusal(() => calendarMonth(month as unknown as string, PACIFIC, 'month'))
    expect(error).toMatchObject({ code: 'month_invalid', path: 'month' })
    expect(error.message).toContain('such as 2026-11')
  })

  it('refuses a month that ends past the year 9999, and an unknown zone', () => {
    expect(refusal(() => calendarMonth('9999-12', 'UTC', 'month'))).toMatchObject({
      code: 'out_of_range',
      path: 'month',
    })
    expect(refusal(() => calendarMonth('0000-01', 'Asia/Tokyo', 'month'))).toMatchObject({
      code: 'out_of_range',
      path: 'month',
    })
    expect(refusal(() => calendarMonth('2026-11', 'Nowhere')).code).toBe('zone_unknown')
    expect(refusal(() => calendarMonth('nonsense', 'UTC')).path).toBe('')
  })
})

describe('startOfDay and dateOf', () => {
  it.each([
    ['2026-11-23', PACIFIC, '2026-11-23T08:00:00Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z'],
  ])('%s begins in %s at %s (row 36)', (date, zone, start) => {
    expect(startOfDay(date, zone).toString()).toBe(start)
    expect(dateOf(parseInstant(start), zone)).toBe(date)
    expect(dateOf(parseInstant(start).subtract({ milliseconds: 1 }), zone)).not.toBe(date)
  })

  it('a day that was skipped begins, and ends, where the next one does', () => {
    expect(startOfDay('2011-12-30', 'Pacific/Apia').toString()).toBe('2011-12-30T10:00:00Z')
    expect(startOfDay('2011-12-31', 'Pacific/Apia').toString()).toBe('2011-12-30T10:00:00Z')
  })

  it('refuse what four digits of year cannot write, and what is no date', () => {
    expect(refusal(() => dateOf(Temporal.Instant.from('9999-12-31T23:00:00Z'), 'Asia/Tokyo')).code).toBe(
      'out_of_range',
    )
    expect(refusal(() => startOfDay('0000-01-01', 'Asia/Tokyo')).code).toBe('out_of_range')
    expect(refusal(() => startOfDay('2026-02-29', 'UTC')).code).toBe('date_invalid')
  })
})
