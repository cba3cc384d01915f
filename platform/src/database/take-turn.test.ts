import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '../testing.ts'
import { takeTurn } from './take-turn.ts'

const LOCK = 4_711
let p: TestPlatform
beforeAll(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-26T10:00:00Z') })
})
afterAll(() => p.close())

const locks = async (granted: boolean) => {
  const { rowCount } = await p.pool.query(
    `select from pg_locks join pg_database d on d.oid = database
     where datname = current_database() and locktype = 'advisory' and objid = $1 and granted = $2`,
    [LOCK, granted],
  )
  return rowCount
}

test('one has its turn at a time, and the next once it is over', async () => {
  const steps: string[] = []
  const end = await takeTurn(p.pool, LOCK)
  const second = takeTurn(p.pool, LOCK, () => steps.push('second waits')).then((endSecond) => {
    steps.push('second begins')
    endSecond()
  })
  await expect.poll(() => locks(false)).toBe(1)
  steps.push('first ends')
  end()
  end()
  await second
  expect(steps).toEqual(['second waits', 'first ends', 'second begins'])
  await expect.poll(() => locks(true)).toBe(0)
})
