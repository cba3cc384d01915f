import { expect, test } from 'vitest'
import { compare, type Fault, type Interval } from './compare.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 10, 10, 0, seconds)).toISOString()
const fault = (from: number, to: number): Fault => ({
  part: 'payments',
  fault: 'down',
  from: at(from),
  to: at(to),
})
const told = (...list: [string, number, number | null][]): Interval[] =>
  list.map(([state, start, end]) => ({ state, start: at(start), end: end === null ? null : at(end) }))
const wrong = (faults: Fault[], intervals: Interval[]) => compare('payments', faults, intervals, 11_000)

test('an outage that is told within an interval of the fault is right', () => {
  const intervals = told(['unmeasured', 0, 3], ['up', 3, 105], ['down', 105, 168], ['up', 168, null])
  expect(wrong([fault(100, 160)], intervals)).toEqual([])
})

test.each([
  ['a fault that nobody told', told(['up', 0, null])],
  ['one that was told too late', told(['up', 0, 115], ['down', 115, 165], ['up', 165, null])],
  ['one that was told before it began', told(['up', 0, 98], ['down', 98, 165], ['up', 165, null])],
  ['one that was told for too long', told(['up', 0, 105], ['down', 105, 175], ['up', 175, null])],
  ['one that still lasts', told(['up', 0, 105], ['down', 105, null])],
])('%s is found', (_, intervals) => {
  expect(wrong([fault(100, 160)], intervals).length).toBeGreaterThan(0)
})

test('an outage that was none, and a stretch that nobody measured, are found', () => {
  expect(wrong([], told(['up', 0, 100], ['down', 100, 130], ['up', 130, null]))).toHaveLength(1)
  expect(wrong([], told(['up', 0, 100], ['unmeasured', 100, 130], ['up', 130, null]))).toHaveLength(1)
})
