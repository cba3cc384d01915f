import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../database/transaction.ts'
import { type TestPlatform, testPlatform } from '../testing.ts'
import { waitingUntil } from './waiting-until.ts'

let p: TestPlatform

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  await p.queue.start()
})
afterEach(() => p.close())

const system = { kind: 'system', name: 'test' } as const

describe('a job', () => {
  it('exists exactly when the transaction of its cause is committed', async () => {
    const done: unknown[] = []
    await expect(
      inTransaction(p, system, async ({ tx }) => {
        await p.queue.send(tx, 'pages', { to: 'nobody' })
        throw new Error('the cause did not happen')
      }),
    ).rejects.toThrow('the cause did not happen')
    await inTransaction(p, system, async ({ tx }) => {
      await p.queue.send(tx, 'pages', { to: 'Ben' })
      const { rows } = await p.pool.query("select 1 from pgboss.job where name = 'pages'")
      expect(rows).toEqual([])
    })
    const first = Promise.withResolvers<void>()
    await p.queue.work('pages', async (data) => {
      done.push(data)
      first.resolve()
    })
    await first.promise
    const { rows } = await p.pool.query("select data from pgboss.job where name = 'pages'")
    expect(rows).toEqual([{ data: { to: 'Ben' } }])
    expect(done).toEqual([{ to: 'Ben' }])
  })

  it('is there once for a singleton key, and is kept for another try when its handler throws', async () => {
    expect(
      await p.queue.send(null, 'mails', { n: 1 }, { singletonKey: 'incident/1', singletonSeconds: 3600 }),
    ).not.toBeNull()
    expect(
      await p.queue.send(null, 'mails', { n: 2 }, { singletonKey: 'incident/1', singletonSeconds: 3600 }),
    ).toBeNull()
    const tried = Promise.withResolvers<void>()
    await p.queue.work('mails', async () => {
      tried.resolve()
      throw new Error('the transport refused')
    })
    await tried.promise
    const state = async () =>
      (await p.pool.query("select state, retry_count from pgboss.job where name = 'mails'")).rows[0]
    while ((await state()).state === 'active') await new Promise((r) => setTimeout(r, 20))
    expect(await state()).toMatchObject({ state: 'retry' })
    const due = await inTransaction(p, system, (ctx) =>
      waitingUntil(ctx, { name: 'mails', field: 'n', values: ['1', '2'] }),
    )
    expect([...due.keys()]).toEqual(['1'])
  })
})
