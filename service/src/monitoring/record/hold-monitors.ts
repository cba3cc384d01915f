import type { Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { BUILT_IN, observer, probeAgent } from '../agents/tables.ts'
import { component, monitor, type StandingTrack } from '../tables.ts'
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

/** Holds the monitors that results are of, those that are still watched, and says whether anybody but us watches them. */
export async function holdMonitors(
  ctx: Ctx,
  results: readonly MonitorResult[],
): Promise<{ monitors: Map<string, Held>; severalAgents: boolean }> {
  const others = ctx.tx
    .select({ id: probeAgent.id })
    .from(probeAgent)
    .where(and(sql`${probeAgent.id} <> ${BUILT_IN}`, isNull(probeAgent.revokedAt)))
  const rows = await ctx.tx
    .select({
      id: monitor.id,
      monitor: monitor.key,
      component: component.key,
      everyMs: monitor.everyMs,
      track: monitor.track,
      recheckAt: monitor.recheckAt,
      severalAgents: sql<boolean>`exists ${others}`,
    })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(and(inArray(monitor.key, [...new Set(results.map((r) => r.monitor))]), isNull(monitor.retiredAt)))
    .orderBy(monitor.id)
    .for('update', { of: monitor })
  const held = rows.map(({ severalAgents: _, ...row }): Held => {
    return { ...row, observers: new Map(), changed: new Set() }
  })
  const byId = new Map(held.map((row) => [row.id, row]))
  const ids = [...byId.keys()]
  const memories =
    ids.length === 0 ? [] : await ctx.tx.select().from(observer).where(inArray(observer.monitorId, ids))
  for (const { monitorId, agentId, memory } of memories) byId.get(monitorId)!.observers.set(agentId, memory)
  return {
    monitors: new Map(held.map((row) => [nameOf(row), row])),
    severalAgents: rows[0]?.severalAgents ?? false,
  }
}

/** Writes what has changed of held monitors and their agents, in one statement. */
export async function keepMemories(ctx: Ctx, changed: readonly Held[]): Promise<void> {
  const memories = changed.flatMap((held) =>
    [...held.changed].map((agentId) => ({ id: held.id, agentId, memory: held.observers.get(agentId)! })),
  )
  await ctx.tx.execute(sql`
    with kept as (
      insert into observer (monitor_id, agent_id, memory)
      select * from unnest(
        ${sql.param(memories.map((m) => m.id))}::int[], ${sql.param(memories.map((m) => m.agentId))}::smallint[],
        ${sql.param(memories.map((m) => JSON.stringify(m.memory)))}::jsonb[]
      )
      on conflict (monitor_id, agent_id) do update set memory = excluded.memory
    )
    update monitor set track = m.track, recheck_at = m.recheck_at
    from unnest(
      ${sql.param(changed.map((held) => held.id))}::int[],
      ${sql.param(changed.map((held) => JSON.stringify(held.track)))}::jsonb[],
      ${sql.param(changed.map((held) => held.recheckAt?.toString() ?? null))}::timestamptz[]
    ) as m (id, track, recheck_at)
    where monitor.id = m.id`)
}
