import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { testDatabase } from '../testing.ts'
import { isDatabaseAway } from './away.ts'
import { openDatabase } from './database.ts'

test('a database that goes away as a transaction begins costs no connection, however often', async () => {
  const real = await testDatabase()
  const url = new URL(real.url)
  let cutsAtBegin = true
  const between = createServer((near) => {
    const far = connect(Number(new URL(real.url).port), url.hostname)
    near.on('error', () => {}).on('close', () => far.destroy())
    far.on('error', () => {}).on('close', () => near.destroy())
    near.on('data', (said) => {
      if (cutsAtBegin && said.includes('begin')) far.destroy()
      else far.write(said)
    })
    far.pipe(near)
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  url.port = String((between.address() as { port: number }).port)
  const { db, pool, close } = openDatabase(url.href, createLog('silent'), 1)
  const one = () => db.transaction((tx) => tx.execute(sql`select 1 as n`))
  for (let n = 0; n < 3; n++) expect(isDatabaseAway(await one().catch((error) => error))).toBe(true)
  expect(pool.totalCount).toBe(0)
  cutsAtBegin = false
  expect((await one()).rows).toEqual([{ n: 1 }])
  await close()
  between.close()
  await real.close()
})
