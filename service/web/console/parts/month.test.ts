import { expect, test } from 'vitest'
import { monthLengthMs } from './month.ts'

test.each([
  ['2026-11-25T12:00:00Z', 43_260],
  ['2027-03-01T08:00:00Z', 44_580],
  ['2027-03-01T07:59:59Z', 40_320],
  ['2026-12-31T23:00:00Z', 44_640],
])('the Pacific month around %s has %i minutes', (at, minutes) => {
  expect(monthLengthMs(Date.parse(at)) / 60_000).toBe(minutes)
})
