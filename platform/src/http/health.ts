import type { Platform } from '../platform.ts'

const patienceMs = 2_000

type Part = { ok: boolean; because?: string }

/** Whether this process can do all of its work now: the database answers, the queue does, no tick is overdue. */
export async function readiness(p: Platform) {
  const [database, queue] = await Promise.all([
    part(() => p.pool.query('select 1')),
    part(async () => {
      if (!(await p.queue.isReady())) throw new Error('the queue has not been started')
    }),
  ])
  const ticks = p.ticks.health(p.clock.now())
  return { ready: database.ok && queue.ok && ticks.every((t) => t.fresh), database, queue, ticks }
}

async function part(ask: () => Promise<unknown>): Promise<Part> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs)
  try {
    await Promise.race([ask(), promise])
    return { ok: true }
  } catch (err) {
    return { ok: false, because: err instanceof Error ? err.message : String(err) }
  } finally {
    clearTimeout(timer)
  }
}
