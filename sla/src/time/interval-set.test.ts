import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import { parseInstant } from './instant.ts'
import { type Interval, IntervalSet } from './interval-set.ts'

type Pair = [startMs: number, endMs: number]
const set = (...pairs: Pair[]) =>
  IntervalSet.ofEpochMs(
    pairs.map(([start]) => start),
    pairs.map(([, end]) => end),
  )
const pairs = (of: IntervalSet) => [...of.entriesMs()]
const interval = (start: string, end: string): Interval => ({
  start: parseInstant(start),
  end: parseInstant(end),
})

describe('IntervalSet', () => {
  it.each<[string, [number, number][], [number, number][]]>([
    ['nothing', [], []],
    ['one', [[1, 3]], [[1, 3]]],
    ['an empty one, which is nothing', [[5, 5]], []],
    [
      'empty ones beside, before, within and after others',
      [
        [0, 0],
        [1, 3],
        [2, 2],
        [3, 3],
        [9, 9],
      ],
      [[1, 3]],
    ],
    [
      'two apart, unsorted',
      [
        [7, 9],
        [1, 3],
      ],
      [
        [1, 3],
        [7, 9],
      ],
    ],
    [
      'two that touch, which are one',
      [
        [1, 3],
        [3, 5],
      ],
      [[1, 5]],
    ],
    [
      'two that touch, unsorted',
      [
        [3, 5],
        [1, 3],
      ],
      [[1, 5]],
    ],
    [
      'two that overlap',
      [
        [1, 4],
        [3, 5],
      ],
      [[1, 5]],
    ],
    [
      'one within another',
      [
        [1, 9],
        [3, 5],
      ],
      [[1, 9]],
    ],
    [
      'one within another, and one after',
      [
        [1, 9],
        [3, 5],
        [8, 12],
        [20, 21],
      ],
      [
        [1, 12],
        [20, 21],
      ],
    ],
    [
      'the same twice',
      [
        [1, 3],
        [1, 3],
      ],
      [[1, 3]],
    ],
    [
      'a millisecond of gap',
      [
        [1, 3],
        [4, 5],
      ],
      [
        [1, 3],
        [4, 5],
      ],
    ],
    [
      'before 1970',
      [
        [-5, -3],
        [-4, 1],
      ],
      [[-5, 1]],
    ],
  ])('of %s', (_, given, canonical) => {
    expect(pairs(set(...given))).toEqual(canonical)
    expect(set(...given).size).toBe(canonical.length)
    expect(set(...given).isEmpty).toBe(canonical.length === 0)
    expect(set(...given).lengthMs).toBe(canonical.reduce((sum, [start, end]) => sum + end - start, 0))
  })

  it('is made of instants and gives them back', () => {
    const nov = interval('2026-11-01T07:00:00Z', '2026-12-01T08:00:00Z')
    const later = interval('2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z')
    const of = IntervalSet.of(new Set([later, nov]))
    expect([...of].map(({ start, end }) => `${start}/${end}`)).toEqual([
      '2026-11-01T07:00:00Z/2026-12-01T08:00:00Z',
      '2027-01-01T00:00:00Z/2027-01-02T00:00:00Z',
    ])
    expect(IntervalSet.of([nov]).lengthMs).toBe(43_260 * 60_000)
    expect([...IntervalSet.empty]).toEqual([])
    expect(IntervalSet.empty.lengthMs).toBe(0)
  })

  it('refuses an interval that ends before it starts, with its place', () => {
    const backwards = interval('2026-11-02T00:00:00Z', '2026-11-01T00:00:00Z')
    const forwards = interval('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z')
    const error = refusal(() => IntervalSet.of([forwards, backwards], 'down'))
    expect(error).toMatchObject({ code: 'interval_reversed', path: 'down[1]' })
    expect(error.message).toContain('swap the two instants')
    expect(refusal(() => IntervalSet.of([backwards])).path).toBe('[0]')
    expect(refusal(() => set([2, 1])).path).toBe('[0]')
    expect(refusal(() => set([Number.NaN, 1])).code).toBe('interval_reversed')
  })

  it('is half open: the start belongs to it, the end does not', () => {
    const of = set([1, 3], [5, 7], [10, 11])
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((ms) => of.containsMs(ms))).toEqual([
      1, 2, 5, 6, 10,
    ])
    expect(IntervalSet.empty.containsMs(0)).toBe(false)
  })

  it('keeps what it was made of from being changed', () => {
    const starts = [1, 5]
    const ends = [3, 7]
    const of = IntervalSet.ofEpochMs(starts, ends)
    starts[0] = 2
    ends.reverse()
    expect(pairs(of)).toEqual([
      [1, 3],
      [5, 7],
    ])
    const typed = new Float64Array([9, 1])
    expect(pairs(IntervalSet.ofEpochMs(typed, new Float64Array([10, 2])))).toEqual([
      [1, 2],
      [9, 10],
    ])
    expect([...typed]).toEqual([9, 1])
  })

  it.each<[string, Pair[], Pair[], Pair[], Pair[], Pair[]]>([
    ['overlapping', [[1, 5]], [[3, 8]], [[1, 8]], [[3, 5]], [[1, 3]]],
    ['touching', [[1, 3]], [[3, 8]], [[1, 8]], [], [[1, 3]]],
    [
      'apart',
      [[1, 3]],
      [[4, 8]],
      [
        [1, 3],
        [4, 8],
      ],
      [],
      [[1, 3]],
    ],
    [
      'one within the other',
      [[1, 9]],
      [[3, 5]],
      [[1, 9]],
      [[3, 5]],
      [
        [1, 3],
        [5, 9],
      ],
    ],
    ['the same', [[1, 9]], [[1, 9]], [[1, 9]], [[1, 9]], []],
    [
      'many against one',
      [
        [1, 3],
        [5, 7],
        [9, 11],
      ],
      [[2, 10]],
      [[1, 11]],
      [
        [2, 3],
        [5, 7],
        [9, 10],
      ],
      [
        [1, 2],
        [10, 11],
      ],
    ],
    ['with nothing', [[1, 3]], [], [[1, 3]], [], [[1, 3]]],
    ['nothing with something', [], [[1, 3]], [[1, 3]], [], []],
  ])('%s: union, intersection, difference', (_, pairsOfA, pairsOfB, union, intersection, difference) => {
    const [a, b] = [set(...pairsOfA), set(...pairsOfB)]
    expect(pairs(a.union(b))).toEqual(union)
    expect(pairs(a.intersect(b))).toEqual(intersection)
    expect(pairs(a.subtract(b))).toEqual(difference)
  })

  it('down 10:00-13:00 with 11:00-12:00 under announced maintenance counts two hours', () => {
    const down = IntervalSet.of([interval('2026-11-22T10:00:00Z', '2026-11-22T13:00:00Z')])
    const announced = IntervalSet.of([interval('2026-11-22T11:00:00Z', '2026-11-22T12:00:00Z')])
    expect(down.subtract(announced).lengthMs).toBe(2 * 3_600_000)
  })
})

const anySet = fc
  .array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.nat(12)), { maxLength: 14 })
  .map((list) => set(...list.map(([start, length]): [number, number] => [start, start + length])))
const universe = () => set([-100, 100])

describe('the algebra of interval sets (row 5)', () => {
  const holds = (law: (a: IntervalSet, b: IntervalSet, c: IntervalSet) => void) =>
    fc.assert(fc.property(anySet, anySet, anySet, law), runs(500))
  const same = (a: IntervalSet, b: IntervalSet) => expect(pairs(a)).toEqual(pairs(b))

  it('each instant is where the definitions say', () => {
    holds((a, b) => {
      for (let ms = -62; ms < 75; ms++) {
        expect(a.union(b).containsMs(ms)).toBe(a.containsMs(ms) || b.containsMs(ms))
        expect(a.intersect(b).containsMs(ms)).toBe(a.containsMs(ms) && b.containsMs(ms))
        expect(a.subtract(b).containsMs(ms)).toBe(a.containsMs(ms) && !b.containsMs(ms))
      }
    })
  })

  it('answers are canonical: sorted, none empty, none touching', () => {
    holds((a, b) => {
      for (const of of [a, a.union(b), a.intersect(b), a.subtract(b)]) {
        const edges = pairs(of).flat()
        expect(edges.every((edge, i) => i === 0 || edges[i - 1]! < edge)).toBe(true)
        same(set(...pairs(of).reverse()), of)
      }
    })
  })

  it('union and intersection commute, associate, absorb and distribute', () => {
    holds((a, b, c) => {
      same(a.union(b), b.union(a))
      same(a.intersect(b), b.intersect(a))
      same(a.union(b.union(c)), a.union(b).union(c))
      same(a.intersect(b.intersect(c)), a.intersect(b).intersect(c))
      same(a.union(a.intersect(b)), a)
      same(a.intersect(a.union(b)), a)
      same(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)))
      same(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)))
    })
  })

  it('De Morgan, and a set is what it shares with another and what it does not', () => {
    holds((a, b) => {
      const not = (of: IntervalSet) => universe().subtract(of)
      same(not(a.union(b)), not(a).intersect(not(b)))
      same(not(a.intersect(b)), not(a).union(not(b)))
      same(not(not(a)), a)
      same(a.intersect(b).union(a.subtract(b)), a)
      same(a.subtract(a), IntervalSet.empty)
    })
  })

  it('lengths: union and intersection together are both sets', () => {
    holds((a, b) => {
      expect(a.union(b).lengthMs + a.intersect(b).lengthMs).toBe(a.lengthMs + b.lengthMs)
      expect(a.subtract(b).lengthMs).toBe(a.lengthMs - a.intersect(b).lengthMs)
    })
  })
})
