import type { Ctx } from '@tractops/platform'
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { BUILT_IN } from '../agents/tables.ts'
import { latencyHour } from '../tables.ts'
import { findMonitor, type MonitorName } from './find-monitor.ts'

const STATES = ['up', 'degraded', 'down', 'blind'] as const
const DAY_HOURS = 24

/** One raw result, as it was recorded, and who looked; `blind`: an agent that could not even reach its control targets. */
export type RawResult = {
  at: Temporal.Instant
  agent: string
  state: (typeof STATES)[number]
  reason: string | null
  latencyMs: number
  statusCode: number | null
}

/** Where a page ended: at `at`, of whose results `told` were told. */
export type Told = { at: Temporal.Instant; told: number }

/**
 * The raw results of a monitor, newest first, `limit` at most, from `before` on. However rarely it is checked, no more is
 * looked through than the hours that hold them.
 */
export async function resultsOf(
  ctx: Ctx,
  input: MonitorName & { before: Told; limit: number },
): Promise<RawResult[]> {
  const monitorId = await findMonitor(ctx, input)
  const { at, told } = input.before
  const from = await earliestHour(ctx, { monitorId, at, results: told + input.limit })
  const { rows } = await ctx.tx.execute<{
    ms: string
    agent: string
    state: number
    reason: string | null
    latency_ms: number
    status_code: number | null
  }>(sql`
    select (extract(epoch from r.at) * 1000)::bigint as ms, a.name as agent, r.state, t.text as reason, r.latency_ms, r.status_code
    from check_result r left join check_reason t on t.id = r.reason_id
      join probe_agent a on a.id = coalesce(r.agent_id, ${BUILT_IN})
    where r.monitor_id = ${monitorId} and r.at between ${from.toString()}::timestamptz and ${at.toString()}::timestamptz
    order by r.at desc, r.ctid desc offset ${told} limit ${input.limit}`)
  return rows.map((row) => ({
    at: Temporal.Instant.fromEpochMilliseconds(Number(row.ms)),
    agent: row.agent,
    state: STATES[row.state]!,
    reason: row.reason,
    latencyMs: row.latency_ms,
    statusCode: row.status_code,
  }))
}

/** An hour so early that there are `results` between it and `at`, or the first there is; a day before where there are none. */
async function earliestHour(
  ctx: Ctx,
  { monitorId, at, results }: { monitorId: number; at: Temporal.Instant; results: number },
): Promise<Temporal.Instant> {
  const hours = await ctx.tx
    .select({
      hour: latencyHour.hour,
      results: sql<number>`${latencyHour.failed} + length(${latencyHour.answered})`,
    })
    .from(latencyHour)
    .where(and(eq(latencyHour.monitorId, monitorId), lte(latencyHour.hour, at)))
    .orderBy(desc(latencyHour.hour))
    .limit(results + 1)
  // Of the hour that `at` is in, nobody knows how many came before it: none are counted on.
  let sure = -(hours[0]?.results ?? 0)
  for (const { hour, results: more } of hours) {
    sure += more
    if (sure >= results) return hour
  }
  return hours.at(-1)?.hour ?? at.subtract({ hours: DAY_HOURS })
}
