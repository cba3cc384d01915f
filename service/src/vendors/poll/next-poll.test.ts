import { describe, expect, test } from 'vitest'
import { nextPollInMs, retryAfterMs } from './next-poll.ts'

const next = (failures: number, over: Partial<Parameters<typeof nextPollInMs>[0]> = {}) =>
  nextPollInMs({ failures, everyMs: 60_000, retryAfterMs: null, random: 0.5, ...over })

describe('a vendor is asked again', () => {
  test('after its interval when it answered', () => {
    expect(next(0, { random: 0.99 })).toBe(60_000)
  })

  test('soon after one failure, and then ever later, up to a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 40].map((failures) => next(failures) / 1_000)).toEqual([
      10, 60, 120, 240, 480, 900, 900,
    ])
  })

  test('a fifth earlier or later by chance', () => {
    expect([next(2, { random: 0 }), next(2, { random: 0.999999 })]).toEqual([48_000, 72_000])
  })

  test('not before it asked to be, within reason', () => {
    expect(next(1, { retryAfterMs: 120_000 })).toBe(120_000)
    expect(next(1, { retryAfterMs: 1_000 })).toBe(10_000)
    expect(next(1, { retryAfterMs: 365 * 86_400_000 })).toBe(3_600_000)
  })
})

test.each([
  ['120', 120_000],
  ['Tue, 24 Nov 2026 18:05:00 GMT', 300_000],
  ['Tue, 24 Nov 2026 17:00:00 GMT', null],
  ['soon', null],
  ['-5', null],
  [undefined, null],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, Temporal.Instant.from('2026-11-24T18:00:00Z'))).toBe(ms)
})
