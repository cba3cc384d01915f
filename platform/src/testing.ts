import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ManualClock } from './clock.ts'
import { type Db, openDatabase } from './database/database.ts'
import { createEvents } from './events/events.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Platform } from './platform.ts'
import { createQueue } from './queue/queue.ts'
import { sharedPostgres } from './testing/shared-postgres.ts'
import { Ticks } from './tick/ticks.ts'

export type TestDatabase = { url: string; db: Db; pool: pg.Pool; close(): Promise<void> }

/** A fresh, migrated database on a real PostgreSQL that the test run shares; `close` drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url: adminUrl, template } = await sharedPostgres()
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(adminUrl, `create database ${name} template ${template}`)
  const url = adminUrl.replace(/postgres$/, name)
  const { db, pool, close } = openDatabase(url, createLog('silent'))
  return {
    url,
    db,
    pool,
    async close() {
      await close()
      await asAdmin(adminUrl, `drop database ${name} with (force)`)
    },
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export type TestPlatform = Platform & { clock: ManualClock; close(): Promise<void> }

/**
 * A whole platform on a database of its own, its clock standing at `now`. The queue is there but does not work until
 * `queue.start()`, and announcements are not heard until `events.start()`. `close` stops them and drops the database.
 */
export async function testPlatform({ now }: { now: Temporal.Instant }): Promise<TestPlatform> {
  const { url, db, pool, close } = await testDatabase()
  const log = createLog('silent')
  const queue = createQueue(pool, log)
  const events = createEvents(url, log)
  const dataDir = mkdtempSync(join(tmpdir(), 'tractops-'))
  return {
    clock: new ManualClock(now),
    db,
    pool,
    queue,
    events,
    log,
    metrics: createMetrics(),
    ticks: new Ticks(),
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      databaseUrl: url,
      publicUrl: null,
      secretKey: 'a key that is only for the tests ',
      logLevel: 'silent',
    },
    async close() {
      await events.stop()
      await queue.stop()
      await close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

export { deliverMail } from './testing/deliver-mail.ts'
export { smtpServer, type TestSmtpServer } from './testing/smtp-server.ts'
