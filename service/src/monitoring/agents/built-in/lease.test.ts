import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdLease } from './lease.ts'

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-10T10:00:00Z') })
})
afterEach(() => p.close())

/** A process that wants to check. */
async function contender() {
  const state = { acting: false, taken: 0 }
  const lease = await holdLease(
    { pool: p.pool, log: createLog('silent') },
    {
      onHeld: async () => {
        state.acting = true
        state.taken++
      },
      onLost: () => {
        state.acting = false
      },
    },
  )
  return { state, lease }
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !done(); i++) await sleep(20)
  expect(done()).toBe(true)
}

test('of two processes one checks; when it stops, or its line is cut, the other takes over', async () => {
  const [one, two] = [await contender(), await contender()]
  expect([one.state.acting, two.state.acting]).toEqual([true, false])
  await one.lease.stop()
  await until(() => two.state.acting)
  expect(one.state.acting).toBe(false)

  const three = await contender()
  await p.pool.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  )
  await until(
    () =>
      [two, three].filter(({ state }) => state.acting).length === 1 &&
      two.state.taken + three.state.taken >= 1,
  )
  await two.lease.stop()
  await until(() => three.state.acting)
  await three.lease.stop()
  expect(three.state.acting).toBe(false)
})
