import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import { END_MS, FIRST_MS } from './civil.ts'
import { formatInstant, parseEpochMs, parseInstant } from './instant.ts'
import { Temporal } from './temporal.ts'

describe('parseInstant', () => {
  it.each([
    ['2026-11-23T15:00:00-08:00', '2026-11-23T23:00:00Z'],
    ['2026-11-23t23:00:00z', '2026-11-23T23:00:00Z'],
    ['2026-11-23T23:00:00.5Z', '2026-11-23T23:00:00.5Z'],
    ['2026-11-23T23:00:00.05Z', '2026-11-23T23:00:00.05Z'],
    ['2026-11-23T23:00:00.123000000000Z', '2026-11-23T23:00:00.123Z'],
    ['2026-11-23T23:00:00.000+00:00', '2026-11-23T23:00:00Z'],
    ['2026-11-23T23:00:00.9+05:30', '2026-11-23T17:30:00.9Z'],
    ['2026-11-23T23:00:00-00:00', '2026-11-23T23:00:00Z'],
    ['2024-02-29T23:59:59+23:59', '2024-02-29T00:00:59Z'],
    ['2000-02-29T00:00:00-23:59', '2000-02-29T23:59:00Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
    ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['1969-12-31T23:59:59.001Z', '1969-12-31T23:59:59.001Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(formatInstant(parseInstant(text))).toBe(utc)
    expect(parseEpochMs(text)).toBe(Temporal.Instant.from(utc).epochMilliseconds)
  })

  it.each([
    ['2026-11-23T15:00:00', 'lacks an offset'],
    ['2026-11-23T15:00:00.5', 'lacks an offset'],
    ['2026-11-23', 'is not an RFC 3339 instant'],
    ['', 'is not an RFC 3339 instant'],
    ['2026-11-23 15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026/11-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026-11/23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026-11-23T15.00:00Z', 'is not an RFC 3339 instant'],
    ['2026-11-23T15:00.00Z', 'is not an RFC 3339 instant'],
    ['2026-11-23T15:00Z', 'is not an RFC 3339 instant'],
    ['+002026-11-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['-001-11-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2O26-11-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026-1:-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026-11-2/T15:00:00Z', 'is not an RFC 3339 instant'],
    [' 2026-11-23T15:00:00Z', 'is not an RFC 3339 instant'],
    ['2026-00-23T15:00:00Z', 'not in the calendar'],
    ['2026-13-23T15:00:00Z', 'not in the calendar'],
    ['2026-11-00T15:00:00Z', 'not in the calendar'],
    ['2026-11-31T15:00:00Z', 'not in the calendar'],
    ['2026-04-31T15:00:00Z', 'not in the calendar'],
    ['2026-06-31T15:00:00Z', 'not in the calendar'],
    ['2026-09-31T15:00:00Z', 'not in the calendar'],
    ['2026-12-32T15:00:00Z', 'not in the calendar'],
    ['2026-02-29T15:00:00Z', 'not in the calendar'],
    ['1900-02-29T15:00:00Z', 'not in the calendar'],
    ['2026-06-30T23:59:60Z', 'leap second'],
    ['2026-06-30T24:00:00Z', 'past 23:59:59'],
    ['2026-06-30T23:60:00Z', 'past 23:59:59'],
    ['2026-06-30T23:59:61Z', 'past 23:59:59'],
    ['2026-11-23T15:00:00.Z', 'no digits after it'],
    ['2026-11-23T15:00:00,5Z', 'does not end in an offset'],
    ['2026-11-23T15:00:00X', 'does not end in an offset'],
    ['2026-11-23T15:00:00Zz', 'does not end in an offset'],
    ['2026-11-23T15:00:00-0800', 'does not end in an offset'],
    ['2026-11-23T15:00:00-08', 'does not end in an offset'],
    ['2026-11-23T15:00:00*08:00', 'does not end in an offset'],
    ['2026-11-23T15:00:00-08.00', 'does not end in an offset'],
    ['2026-11-23T15:00:00-24:00', 'does not end in an offset'],
    ['2026-11-23T15:00:00-08:60', 'does not end in an offset'],
    ['2026-11-23T15:00:00-xx:00', 'does not end in an offset'],
    ['2026-11-23T15:00:00-08:xx', 'does not end in an offset'],
    ['2026-11-23T15:00:00-08:00[America/Los_Angeles]', 'does not end in an offset'],
    ['0000-01-01T00:00:00+00:01', 'outside the years'],
    ['9999-12-31T23:59:00-00:01', 'outside the years'],
  ])('refuses %s, which %s, and says what to write', (text, why) => {
    const error = refusal(() => parseInstant(text, 'down[0].start'))
    expect(error).toMatchObject({ code: 'instant_invalid', path: 'down[0].start' })
    expect(error.message).toContain(why)
    expect(error.message).toContain('2026-11-23T15:00:00-08:00')
  })

  it.each(['2026-11-23T15:00:00.0001Z', '2026-11-23T15:00:00.1230000001Z'])(
    'refuses %s, finer than a millisecond',
    (text) => {
      const error = refusal(() => parseInstant(text, 'at'))
      expect(error).toMatchObject({ code: 'instant_too_fine', path: 'at' })
      expect(error.message).toContain('at most three decimals')
    },
  )

  it('refuses what is no text', () => {
    expect(refusal(() => parseInstant(5 as unknown as string))).toMatchObject({
      code: 'instant_invalid',
      path: '',
    })
  })

  it('shows no more than the beginning of a long text', () => {
    expect(refusal(() => parseInstant('x'.repeat(5000))).message).toContain(`"${'x'.repeat(40)}…"`)
    expect(refusal(() => parseInstant('y'.repeat(40))).message).toContain(`"${'y'.repeat(40)}"`)
  })

  it('agrees with Temporal on every instant that four digits of year can write, in any offset', () => {
    const offset = fc.integer({ min: -1439, max: 1439 })
    fc.assert(
      fc.property(
        fc.integer({ min: FIRST_MS + 86_400_000, max: END_MS - 86_400_001 }),
        offset,
        (epochMs, minutes) => {
          const local = Temporal.Instant.fromEpochMilliseconds(epochMs + minutes * 60_000).toString()
          const size = Math.abs(minutes)
          const hh = String(Math.floor(size / 60)).padStart(2, '0')
          const text = local.replace(
            'Z',
            `${minutes < 0 ? '-' : '+'}${hh}:${String(size % 60).padStart(2, '0')}`,
          )
          expect(parseEpochMs(text)).toBe(epochMs)
          expect(parseEpochMs(formatInstant(parseInstant(text)))).toBe(epochMs)
        },
      ),
      runs(500),
    )
  })

  it('never answers a text that Temporal refuses', () => {
    const near = fc
      .tuple(fc.constant('2026-11-23T15:00:00.123-08:00'), fc.nat(28), fc.constantFrom(...'09:-+.TZ /'))
      .map(([text, at, char]) => text.slice(0, at) + char + text.slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        try {
          parseEpochMs(text)
        } catch (error) {
          expect(error).toHaveProperty('code')
          return
        }
        expect(Temporal.Instant.from(text).epochMilliseconds).toBe(parseEpochMs(text))
      }),
      runs(1000),
    )
  })
})
