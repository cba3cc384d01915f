import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateCheck } from './date-check.ts'
import { nextDue, nextDueMs, phaseMs } from './next-due.ts'

const monitors = fc.record({
  component: fc.constantFrom('app', 'payments'),
  key: fc.string({ minLength: 1, maxLength: 12 }),
  everyMs: fc.integer({ min: 10_000, max: 3_600_000 }),
})
const instants = fc.integer({ min: 0, max: 4_102_444_800_000 })

test('a monitor is due at phase + n x interval, next within one interval, and later than asked', () => {
  fc.assert(
    fc.property(monitors, instants, (monitor, afterMs) => {
      const dueMs = nextDueMs(monitor, afterMs)
      expect(dueMs).toBeGreaterThan(afterMs)
      expect(dueMs - afterMs).toBeLessThanOrEqual(monitor.everyMs)
      expect((dueMs - phaseMs(monitor)) % monitor.everyMs).toBe(0)
      expect(nextDueMs(monitor, dueMs)).toBe(dueMs + monitor.everyMs)
    }),
  )
})

test('a monitor keeps its due instants from one start to the next', () => {
  const after = Temporal.Instant.from('2026-11-01T08:59:59.999Z')
  const one = () => nextDue({ component: 'app', key: 'home', everyMs: 20_000 }, after).toString()
  expect(one()).toBe(one())
  expect(one()).not.toBe(nextDue({ component: 'app', key: 'other', everyMs: 20_000 }, after).toString())
})

test('a thousand monitors of 20 s spread over their interval: no second of it holds more than a tenth of them', () => {
  const seconds = new Map<number, number>()
  for (let i = 0; i < 1_000; i++) {
    const second = Math.floor(phaseMs({ component: 'app', key: `page-${i}`, everyMs: 20_000 }) / 1_000)
    seconds.set(second, (seconds.get(second) ?? 0) + 1)
  }
  expect(seconds.size).toBe(20)
  expect(Math.max(...seconds.values())).toBeLessThan(100)
})

const HOUR_MS = 3_600_000

test('checks are dated later and later, whatever the clock does', () => {
  const steps = fc.array(
    fc.record({ jumpMs: fc.integer({ min: -HOUR_MS, max: HOUR_MS }), failing: fc.boolean() }),
  )
  fc.assert(
    fc.property(steps, (list) => {
      let last: { atMs: number; monotonicMs: number } | null = null
      let wallMs = 1_800_000_000_000
      let monotonicMs = 0
      for (const { jumpMs, failing } of list) {
        wallMs += 20_000 + jumpMs
        monotonicMs += 20_000
        const atMs: number = dateCheck({ wallMs, monotonicMs }, last, failing)
        if (last !== null) expect(atMs).toBeGreaterThan(last.atMs)
        last = { atMs, monotonicMs }
      }
    }),
  )
})

test('while the clock is an hour behind, an outage counts by the monotonic time, and good time is not counted twice', () => {
  const last = { atMs: 10 * HOUR_MS, monotonicMs: 0 }
  const back = { wallMs: 9 * HOUR_MS + 20_000, monotonicMs: 20_000 }
  expect(dateCheck(back, last, true)).toBe(last.atMs + 20_000)
  expect(dateCheck(back, last, false)).toBe(last.atMs + 1)
})
