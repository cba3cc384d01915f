import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../database/transaction.ts'
import { type TestPlatform, testPlatform } from '../testing.ts'
import { announce } from './announce.ts'

const system = { kind: 'system', name: 'test' } as const
let p: TestPlatform
let heard: string[]

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  heard = []
  p.events.on((topic) => heard.push(topic))
  await p.events.start()
})
afterEach(() => p.close())

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !done(); i++) await sleep(20)
}

it('tells what was committed, after the commit, and nothing that was rolled back', async () => {
  await inTransaction(p, system, async (ctx) => {
    await announce(ctx, 'incidents')
    await announce(ctx, 'incidents')
    await sleep(50)
    expect(heard).toEqual([])
  })
  await inTransaction(p, system, async (ctx) => {
    await announce(ctx, 'maintenance')
    throw new Error('no')
  }).catch(() => {})
  await inTransaction(p, system, (ctx) => announce(ctx, 'vendors'))
  await until(() => heard.includes('vendors'))
  expect(heard).toEqual(['incidents', 'vendors'])
})

it('listens again after its line was cut, says that anything may have changed, and a listener that throws harms no other', async () => {
  p.events.on(() => {
    throw new Error('not today')
  })
  const later: string[] = []
  const forget = p.events.on((topic) => later.push(topic))
  await p.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tractops events' and datname = current_database()`,
  )
  await until(() => later.includes('*'))
  await inTransaction(p, system, (ctx) => announce(ctx, 'incidents'))
  await until(() => later.includes('incidents'))
  expect(heard).toEqual(['*', 'incidents'])
  forget()
  await inTransaction(p, system, (ctx) => announce(ctx, 'vendors'))
  await until(() => heard.includes('vendors'))
  expect(later).toEqual(['*', 'incidents'])
})
