import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { BUILT_IN } from '../agents/tables.ts'
import type { StandingTrack } from '../tables.ts'
import { numberList } from './number-list.ts'
import type { MonitorResult } from './results.ts'
import type { Memory } from './take-result.ts'

/** A monitor that is held until the transaction ends: what stands, and what each of its agents remembers. */
export type Held = {
  id: number
  component: string
  monitor: string
  everyMs: number
  track: StandingTrack
  recheckAt: Temporal.Instant | null
  observers: Map<number, Memory>
  /** The agents whose memory has changed since. */
  changed: Set<number>
}

export const nameOf = (of: { component: string; monitor: string }) => `${of.component}/${of.monitor}`

type HeldRow = Pick<Held, 'id' | 'component' | 'monitor' | 'track'> & {
  every_ms: number
  recheck_at_ms: string | null
  several_agents: boolean
}

/** Holds the monitors that results are of, those that are still watched, and says whether anybody but us watches them. */
export async function holdMonitors(
  ctx: Ctx,
  results: readonly MonitorResult[],
): Promise<{ monitors: Map<string, Held>; severalAgents: boolean }> {
  const keys = [...new Set(results.map((result) => result.monitor))]
  const { rows } = await ctx.tx.execute<HeldRow>(sql`
    select m.id, c.key as component, m.key as monitor, m.every_ms, m.track,
      (extract(epoch from m.recheck_at) * 1000)::bigint as recheck_at_ms,
      exists (select from probe_agent where id <> ${BUILT_IN} and revoked_at is null) as several_agents
    from monitor m join component c on c.id = m.component_id
    where m.key = any(${sql.param(keys)}::text[]) and m.retired_at is null
    order by m.id for update of m`)
  const byId = new Map<number, Held>()
  for (const { id, component, monitor, track, every_ms: everyMs, recheck_at_ms: atMs } of rows) {
    const recheckAt = atMs === null ? null : Temporal.Instant.fromEpochMilliseconds(Number(atMs))
    const fresh = { observers: new Map(), changed: new Set<number>() }
    byId.set(id, { id, component, monitor, everyMs, track, recheckAt, ...fresh })
  }
  const { rows: memories } = await ctx.tx.execute<{ monitor_id: number; agent_id: number; memory: Memory }>(
    sql`select monitor_id, agent_id, memory from observer where monitor_id = any(${numberList([...byId.keys()])}::int[])`,
  )
  for (const { monitor_id, agent_id, memory } of memories)
    byId.get(monitor_id)!.observers.set(agent_id, memory)
  return {
    monitors: new Map([...byId.values()].map((held) => [nameOf(held), held])),
    severalAgents: rows[0]?.several_agents ?? false,
  }
}

/** Writes what has changed of held monitors and their agents, in one statement. */
export async function keepMemories(ctx: Ctx, changed: readonly Held[]): Promise<void> {
  const memories = changed.flatMap(({ id: monitor_id, changed, observers }) =>
    [...changed].map((agent_id) => ({ monitor_id, agent_id, memory: observers.get(agent_id)! })),
  )
  const tracks = changed.map(({ id, track, recheckAt }) => {
    return { id, track, recheck_at: recheckAt?.toString() ?? null }
  })
  await ctx.tx.execute(sql`
    with kept as (
      insert into observer (monitor_id, agent_id, memory)
      select * from jsonb_to_recordset(${JSON.stringify(memories)}::jsonb)
        as o (monitor_id int, agent_id smallint, memory jsonb)
      on conflict (monitor_id, agent_id) do update set memory = excluded.memory
    )
    update monitor set track = m.track, recheck_at = m.recheck_at
    from jsonb_to_recordset(${JSON.stringify(tracks)}::jsonb)
      as m (id int, track jsonb, recheck_at timestamptz)
    where monitor.id = m.id`)
}
