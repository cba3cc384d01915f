import type { Ctx } from '@tractops/platform'
import { eq, sql } from 'drizzle-orm'
import { firstKeptDay, startOfDay } from '../keep/days.ts'
import { latencyDay } from '../tables.ts'
import { countOf, decode, encode, merge, mergeBytes, newHistogram } from './histogram.ts'

const DAY_MS = 86_400_000
const MONITORS_AT_ONCE = 500

type Rolled = { monitor_id: number; ms: string; failed: number; answered: Buffer }

/**
 * Takes the latencies of the oldest day that is past its 90 days from hours to one row for each monitor, which is kept for
 * ever. Answers how many rows it took, at most 500: call it until that is 0. What comes for a day after it was taken (the
 * clock was ahead) is added to its row.
 */
export async function rollUpLatencies(ctx: Ctx): Promise<number> {
  const before = startOfDay(firstKeptDay(ctx.now)).toString()
  const { rows } = await ctx.tx.execute<Rolled>(sql`
    with oldest as (
      select date_trunc('day', min(hour), 'UTC') as day from latency_hour where hour < ${before}::timestamptz
    ), taken as (
      select distinct monitor_id, day from latency_hour, oldest
      where hour >= day and hour < day + interval '24 hours' order by monitor_id limit ${MONITORS_AT_ONCE}
    ), gone as (
      delete from latency_hour l using taken t
      where l.monitor_id = t.monitor_id and hour >= day and hour < day + interval '24 hours'
      returning l.monitor_id, day, failed, answered
    )
    select monitor_id, (extract(epoch from day) * 1000)::bigint as ms, sum(failed)::int as failed, string_agg(answered, '') as answered
    from gone group by monitor_id, day`)
  if (rows.length === 0) return 0
  const day = startOfDay(Number(rows[0]!.ms) / DAY_MS)
  const known = await ctx.tx.select().from(latencyDay).where(eq(latencyDay.day, day))
  const knownOf = new Map(known.map((row) => [row.monitorId, row]))
  const days = rows.map(({ monitor_id, failed, answered }) => {
    const earlier = knownOf.get(monitor_id)
    const histogram = (earlier && decode(earlier.histogram)) ?? newHistogram()
    const whole = merge(histogram, mergeBytes(newHistogram(), answered))
    return {
      monitorId: monitor_id,
      day,
      failed: failed + (earlier?.failed ?? 0),
      answered: countOf(whole),
      histogram: encode(whole),
    }
  })
  await ctx.tx
    .insert(latencyDay)
    .values(days)
    .onConflictDoUpdate({
      target: [latencyDay.monitorId, latencyDay.day],
      set: {
        failed: sql`excluded.failed`,
        answered: sql`excluded.answered`,
        histogram: sql`excluded.histogram`,
      },
    })
  return rows.length
}
