import { expect, test } from 'vitest'
import { spellLeft, timeLeft } from './business.ts'

const friday = { receivedAt: '2026-10-31T00:00:00Z', dueAt: '2026-11-02T20:00:00Z' }

test('over the night on which the clocks go back, a P2 of Friday 17:00 has three business hours left on Monday 09:00', () => {
  expect(timeLeft('P2', friday, Date.parse('2026-11-01T20:00:00Z'))).toEqual({
    ms: 3 * 3_600_000,
    business: true,
    lateMs: 0,
    used: 0.25,
    opensMs: Date.parse('2026-11-02T17:00:00Z'),
  })
  expect(timeLeft('P2', friday, Date.parse('2026-11-02T17:00:00Z'))).toMatchObject({
    ms: 3 * 3_600_000,
    opensMs: null,
  })
})

test('a P1 runs around the clock, and what is late is late in real time', () => {
  const p1 = { receivedAt: '2026-11-01T08:30:00Z', dueAt: '2026-11-01T09:30:00Z' }
  expect(timeLeft('P1', p1, Date.parse('2026-11-01T09:15:00Z'))).toMatchObject({
    ms: 900_000,
    business: false,
    used: 0.75,
    opensMs: null,
  })
  expect(timeLeft('P1', p1, Date.parse('2026-11-01T10:30:00Z'))).toMatchObject({
    ms: 0,
    lateMs: 3_600_000,
    used: 1,
  })
})

test.each([
  [11_520_000, '3 h 12 min'],
  [162_000_000, '45 h'],
  [2_459_999, '40 min'],
  [582_000, '9 min 42 s'],
  [42_999, '42 s'],
])('%i ms read "%s"', (ms, said) => {
  expect(spellLeft(ms)).toBe(said)
})
