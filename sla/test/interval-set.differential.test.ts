import { testDatabase } from '@tractops/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IntervalSet } from '../src/time/interval-set.ts'
import { runs } from './runs.ts'

type Pair = [startMs: number, endMs: number]
type Name = 'a' | 'b' | 'union' | 'intersection' | 'difference' | 'other'

const SQL = `
  with sets as (
    select coalesce((select range_agg(tstzrange(to_timestamp(s / 1000.0), to_timestamp(e / 1000.0)))
                       from unnest($1::float8[], $2::float8[]) as given (s, e)), '{}') as a,
           coalesce((select range_agg(tstzrange(to_timestamp(s / 1000.0), to_timestamp(e / 1000.0)))
                       from unnest($3::float8[], $4::float8[]) as given (s, e)), '{}') as b
  ), results as (
    select name, value from sets, lateral (values
      ('a', a), ('b', b), ('union', a + b), ('intersection', a * b), ('difference', a - b), ('other', b - a)
    ) as answers (name, value)
  )
  select name,
         coalesce((select json_agg(json_build_array(round(extract(epoch from lower(r)) * 1000),
                                                    round(extract(epoch from upper(r)) * 1000)) order by lower(r))
                     from unnest(value) as r), '[]') as pairs,
         coalesce((select round(sum(extract(epoch from upper(r)) - extract(epoch from lower(r))) * 1000)
                     from unnest(value) as r), 0)::text as length
    from results`

const AROUND = Date.UTC(2026, 10, 1, 9)
const DAY_MS = 86_400_000

/** Lists on a coarse grid, so that edges meet, and on single milliseconds; unsorted, overlapping, some empty. */
const list = fc.constantFrom(1, 1000, 3_600_000).chain((grain) =>
  fc.array(
    fc
      .tuple(
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: 0, max: 15 }),
        fc.constantFrom(0, 0, 0, DAY_MS),
      )
      .map(
        ([start, length, more]): Pair => [AROUND + start * grain, AROUND + (start + length) * grain + more],
      ),
    { maxLength: 25 },
  ),
)

describe('IntervalSet against PostgreSQL tstzmultirange', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  it('agrees on 400 random pairs of sets: union, intersection, difference, length (row 5)', async () => {
    const ask = async (a: Pair[], b: Pair[]): Promise<{ name: Name; pairs: Pair[]; length: string }[]> => {
      const columns = [a, b].flatMap((pairs) => [pairs.map(([start]) => start), pairs.map(([, end]) => end)])
      return (await database.pool.query(SQL, columns)).rows
    }
    await fc.assert(
      fc.asyncProperty(list, list, async (givenA, givenB) => {
        const [a, b] = [givenA, givenB].map((given) =>
          IntervalSet.ofEpochMs(
            given.map(([start]) => start),
            given.map(([, end]) => end),
          ),
        ) as [IntervalSet, IntervalSet]
        const ours = {
          a,
          b,
          union: a.union(b),
          intersection: a.intersect(b),
          difference: a.subtract(b),
          other: b.subtract(a),
        }
        const theirs = await ask(givenA, givenB)
        expect(theirs).toHaveLength(6)
        for (const { name, pairs, length } of theirs) {
          const mine = ours[name]
          expect([...mine.entriesMs()], name).toEqual(pairs)
          expect(String(mine.lengthMs), name).toBe(length)
        }
      }),
      runs(400),
    )
  })
})
