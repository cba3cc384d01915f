import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { fromDrizzle, type Job, PgBoss, type SendOptions } from 'pg-boss'
import type { Tx } from '../database/database.ts'
import type { JsonValue } from '../json.ts'
import type { Logger } from '../log.ts'

type JobData = { [key: string]: JsonValue }

export type Queue = {
  /**
   * Puts a job on the queue `name`; given a transaction, the job exists exactly when the transaction is committed.
   * Resolves to the job's id, or null when `singletonKey` says that it is there already.
   */
  send(tx: Tx | null, name: string, data: JobData, opts?: SendOptions): Promise<string | null>
  /**
   * Runs `handler` for each job of `name`, `atOnce` of them together; a job whose handler throws is tried again with
   * growing pauses. While there is nothing to do it looks every `pollSeconds`. `stop` lets those under way end.
   */
  work<T extends JobData>(
    name: string,
    handler: (data: T, job: { id: string; signal: AbortSignal }) => Promise<void>,
    opts?: { atOnce?: number; pollSeconds?: number },
  ): Promise<{ stop(): Promise<void> }>
  /** Puts a job on the queue `name` at each instant of the cron expression, in UTC, once over all processes. */
  schedule(name: string, cron: string, data?: JobData): Promise<void>
  start(): Promise<void>
  /** Lets running jobs end, at most `timeoutMs`; what is cut off is tried again by whoever starts next. */
  stop(timeoutMs?: number): Promise<void>
  /** True when the queue was started and its tables answer. */
  isReady(): Promise<boolean>
}

/** A durable queue in the same database (pg-boss, schema `pgboss`), over the pool that everything else uses. */
export function createQueue(pool: pg.Pool, log: Logger): Queue {
  const boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) } })
  boss.on('error', (err) => log.warn({ err }, 'the queue met an error and goes on'))
  const known = new Map<string, Promise<void>>()
  let state: 'new' | 'started' | 'stopped' = 'new'

  function ensure(name: string): Promise<void> {
    let made = known.get(name)
    if (!made) {
      made = boss.createQueue(name, {
        retryLimit: 10,
        retryDelay: 5,
        retryBackoff: true,
        retryDelayMax: 3600,
      })
      made.catch(() => known.delete(name))
      known.set(name, made)
    }
    return made
  }

  return {
    async send(tx, name, data, opts = {}) {
      await ensure(name)
      return boss.send(name, data, tx ? { ...opts, db: fromDrizzle(tx, sql) } : opts)
    },
    async work(name, handler, { atOnce = 1, pollSeconds = 2 } = {}) {
      await ensure(name)
      const one = async ({ id, data, signal }: Job<object>) => {
        try {
          await handler(data as Parameters<typeof handler>[0], { id, signal })
          return { id, status: 'completed' as const }
        } catch (err) {
          log.error({ err, queue: name, job: id }, 'a job failed')
          return { id, status: 'failed' as const, output: { message: String(err) } }
        }
      }
      const opts = { batchSize: atOnce, burstWhenBatchFull: true, pollingIntervalSeconds: pollSeconds }
      const id = await boss.work<object, object, { perJobResults: true }>(
        name,
        { ...opts, perJobResults: true },
        (jobs) => Promise.all(jobs.map(one)),
      )
      return { stop: () => boss.offWork(name, { id, wait: true }) }
    },
    async schedule(name, cron, data) {
      await ensure(name)
      await boss.schedule(name, cron, data ?? null, { tz: 'UTC' })
    },
    async start() {
      await boss.start()
      state = 'started'
    },
    async stop(timeoutMs = 5_000) {
      if (state !== 'started') return
      state = 'stopped'
      await boss.stop({ graceful: true, timeout: timeoutMs, close: false })
    },
    async isReady() {
      return state === 'started' && (await boss.isInstalled())
    },
  }
}
