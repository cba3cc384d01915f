import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextBeat } from './next-beat.ts'

/** As a monotonic clock tells it: with a fraction of many digits. */
const origins = fc.integer({ min: 0, max: 2 ** 31 }).map((n) => n / 1_009)
const intervals = fc.constantFrom(5, 250, 1_000, 2_000, 5_000, 60_000)

test('a beat comes once, at whatever fraction of a ms the first one was', () => {
  fc.assert(
    fc.property(
      origins,
      intervals,
      fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 20, maxLength: 60 }),
      (originMs, everyMs, late) => {
        let beat = 0
        for (const intervalsLate of late) {
          const nowMs = originMs + (beat + intervalsLate) * everyMs
          const next = nextBeat({ originMs, everyMs }, beat, nowMs)
          expect(next).toBeGreaterThan(beat)
          expect(next - beat).toBeLessThanOrEqual(Math.max(1, Math.ceil(intervalsLate)))
          beat = next
        }
      },
    ),
  )
})

test('a run that took three and a half beats is followed at once by the latest that it missed, and by no other', () => {
  const beats = { originMs: 0.1, everyMs: 1_000 }
  expect(nextBeat(beats, 2, 5_500)).toBe(5)
  expect(nextBeat(beats, 5, 5_510)).toBe(6)
})
