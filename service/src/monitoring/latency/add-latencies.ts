import type { Ctx } from '@tractops/platform'
import type { MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { numberList } from '../record/number-list.ts'
import { bucketOf } from './histogram.ts'

const HOUR_MS = 3_600_000

type Hour = { monitorId: number; hourMs: number; failed: number; answered: number[] }

/** What one check adds to its monitor's latencies; `atMs` is its instant, epoch ms. */
export type Timed = { monitorId: number; atMs: number; state: MonitorState; latencyMs: number }

/**
 * Adds checks to the latencies of their monitors and hours, in one statement that appends a byte for each, so a batch
 * costs little more than one row. To be called once for each result, in the transaction that records it.
 */
export async function addLatencies(ctx: Ctx, checks: readonly Timed[]): Promise<void> {
  if (checks.length === 0) return
  const hours = byHour(checks)
  const column = (of: (hour: Hour) => number) => numberList(hours.map(of))
  await ctx.tx.execute(sql`
    insert into latency_hour as l (monitor_id, hour, failed, answered)
    select monitor_id, to_timestamp(ms / 1000.0), failed, answered
    from unnest(
      ${column((h) => h.monitorId)}::int[], ${column((h) => h.hourMs)}::bigint[],
      ${column((h) => h.failed)}::int[], ${sql.param(hours.map((h) => Buffer.from(h.answered)))}::bytea[]
    ) as h (monitor_id, ms, failed, answered)
    on conflict (monitor_id, hour) do update
      set failed = l.failed + excluded.failed, answered = l.answered || excluded.answered`)
}

function byHour(checks: readonly Timed[]): Hour[] {
  const hours = new Map<string, Hour>()
  for (const { monitorId, atMs, state, latencyMs } of checks) {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
    const key = `${monitorId}/${hourMs}`
    const hour = hours.get(key) ?? { monitorId, hourMs, failed: 0, answered: [] }
    hours.set(key, hour)
    if (state === 'down') hour.failed += 1
    else hour.answered.push(bucketOf(latencyMs))
  }
  return [...hours.values()]
}
