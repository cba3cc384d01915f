import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import { addDays, formatDate, parseDate } from './local-date.ts'
import { Temporal } from './temporal.ts'

describe('dates', () => {
  it('are numbered as Temporal numbers them, all 3 652 425 of them being too many to try each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString()
        expect(formatDate(day)).toBe(date)
        expect(parseDate(date)).toBe(day)
      }),
      runs(1000),
    )
  })

  it('are right on each day about the ends of Februaries, years and centuries', () => {
    for (const year of ['0000', '0001', '1600', '1899', '1900', '1999', '2000', '2024', '2100', '9996'])
      for (let n = -1; n < 370; n++) {
        const date = Temporal.PlainDate.from(`${year}-01-01`).add({ days: n })
        if (date.year < 0) continue
        expect(formatDate(parseDate(date.toString()))).toBe(date.toString())
        expect(parseDate(date.toString())).toBe(Temporal.PlainDate.from('1970-01-01').until(date).days)
      }
  })

  it.each([
    ['2026-11-23', 1, '2026-11-24'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2026-11-23', 0, '2026-11-23'],
    ['0000-01-01', 3_652_424, '9999-12-31'],
    ['9999-12-31', -3_652_424, '0000-01-01'],
  ])('%s and %i days is %s', (date, days, later) => {
    expect(addDays(date, days)).toBe(later)
  })

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-31',
    '2026-1-1',
    '20261123',
    'x2026-11-23',
    '2026-11-23T00:00',
    '',
    ['2026-11-23'],
    null,
  ])('%j is refused', (date) => {
    const error = refusal(() => parseDate(date as unknown as string, 'holidays[0]'))
    expect(error).toMatchObject({ code: 'date_invalid', path: 'holidays[0]' })
    expect(error.message).toContain(`${JSON.stringify(date)} is not a date; write one such as 2026-12-25`)
    expect(refusal(() => parseDate(date as unknown as string)).path).toBe('')
  })

  it('cannot leave the years 0000 to 9999, and move by whole days', () => {
    const error = refusal(() => addDays('9999-12-31', 1))
    expect(error.code).toBe('out_of_range')
    expect(error.message).toContain('0000 to 9999')
    expect(refusal(() => addDays('0000-01-01', -1)).code).toBe('out_of_range')
    expect(refusal(() => addDays('2026-11-23', 0.5))).toMatchObject({
      code: 'days_invalid',
      path: 'days',
      message: 'Days are a whole number.',
    })
    expect(refusal(() => addDays('nonsense', 1)).path).toBe('date')
  })
})
