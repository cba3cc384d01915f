import { IntervalSet } from '@tractops/sla'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Decided, settled } from './settled.ts'

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(1_795_000_000_000 + minute * 60_000)
const stretch = (start: number, end: number) => ({ start: at(start), end: at(end) })
const told = (gaps: ReturnType<typeof settled>) =>
  gaps.map(({ start, end, settled }) => {
    const minute = (i: Temporal.Instant) => (i.epochMilliseconds - at(0).epochMilliseconds) / 60_000
    return `${minute(start)}-${minute(end)} ${settled ?? 'open'}`
  })

test('SLA §1 (row 6): a gap is settled as far as somebody decided, and open beyond', () => {
  const decisions: Decided[] = [
    { ...stretch(10, 20), settled: 'up' },
    { ...stretch(20, 25), settled: 'down' },
  ]
  expect(told(settled([stretch(0, 30)], decisions))).toEqual([
    '0-10 open',
    '10-20 up',
    '20-25 down',
    '25-30 open',
  ])
  expect(told(settled([stretch(12, 18)], decisions))).toEqual(['12-18 up'])
  expect(settled([], decisions)).toEqual([])
})

test('decisions make no gap longer or shorter', () => {
  const stretches = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 9 })), { maxLength: 5 })
    .map((list) => list.map(([start, length]) => stretch(start, start + length)))
  fc.assert(
    fc.property(stretches, stretches, (gaps, decided) => {
      const pieces = settled(
        gaps,
        decided.map((d) => ({ ...d, settled: 'up' as const })),
      )
      expect([...IntervalSet.of(pieces).entriesMs()]).toEqual([...IntervalSet.of(gaps).entriesMs()])
    }),
  )
})
