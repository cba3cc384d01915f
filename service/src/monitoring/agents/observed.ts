import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import type { Held } from '../record/hold-monitors.ts'
import type { AgentChange } from './quorum.ts'

/**
 * What each agent saw of a monitor over a stretch: its last change before, those within, and where it fell silent or went blind,
 * as far as that is known now.
 */
export async function observedOf(
  ctx: Ctx,
  held: Pick<Held, 'id' | 'everyMs' | 'track' | 'observers'>,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<AgentChange[][]> {
  const [start, end] = [startMs, endMs].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString())
  const { rows } = await ctx.tx.execute<{
    agent_id: number
    at_ms: string
    before_ms: string | null
    state: AgentChange['state']
    reason: string | null
  }>(sql`
    select agent_id, state, reason, (extract(epoch from at) * 1000)::bigint as at_ms,
      (extract(epoch from before_at) * 1000)::bigint as before_ms
    from (
      select t.* from observer o cross join lateral (
        select * from observed_transition where monitor_id = o.monitor_id and agent_id = o.agent_id
          and at <= ${start}::timestamptz order by at desc, id desc limit 1
      ) t where o.monitor_id = ${held.id}
      union all
      select * from observed_transition
        where monitor_id = ${held.id} and at > ${start}::timestamptz and at < ${end}::timestamptz
    ) seen order by agent_id, at, id`)
  return [...held.observers].map(([agentId, { sides, track, blindAtMs }]) => {
    const changes = rows
      .filter((row) => row.agent_id === agentId)
      .map(({ state, reason, at_ms, before_ms }): AgentChange => {
        return { atMs: Number(at_ms), state, beforeMs: before_ms === null ? null : Number(before_ms), reason }
      })
    const { lastAtMs } = track
    if (sides === null || lastAtMs === null) return changes
    const silent =
      (held.track.lastAtMs ?? lastAtMs) - lastAtMs > 2 * held.everyMs || (blindAtMs ?? lastAtMs) > lastAtMs
    return silent
      ? [...changes, { atMs: lastAtMs, state: 'unmeasured', beforeMs: null, reason: null }]
      : changes
  })
}
