import type { Ctx } from '@tractops/platform'
import { type MonitorState, stateAt } from '@tractops/sla'
import { asc, eq } from 'drizzle-orm'
import { monitor } from '../../tables.ts'
import { observer, probeAgent } from '../tables.ts'

type Said = { state: MonitorState | 'unmeasured'; since: string | null }

/** What each agent says of a monitor at `ctx.now`, by its own checks alone, and what they say together. */
export async function observedNow(ctx: Ctx, monitorId: number) {
  const [row] = await ctx.tx.select().from(monitor).where(eq(monitor.id, monitorId))
  const { everyMs, track } = row!
  const rows = await ctx.tx
    .select({ id: probeAgent.id, name: probeAgent.name, memory: observer.memory })
    .from(observer)
    .innerJoin(probeAgent, eq(probeAgent.id, observer.agentId))
    .where(eq(observer.monitorId, monitorId))
    .orderBy(asc(probeAgent.id))
  const said = (of: typeof track): Said => {
    const { state, since } = stateAt(of, ctx.now, { intervalMs: everyMs })
    return { state, since: since?.toString() ?? null }
  }
  return {
    confirmed: said(track),
    agents: rows.map(({ id, name, memory }) => {
      const { blindAtMs, sides } = memory
      const { lastAtMs } = memory.track
      const now = said(memory.track)
      return {
        id,
        name,
        ...now,
        checkedAt: lastAtMs === null ? null : Temporal.Instant.fromEpochMilliseconds(lastAtMs).toString(),
        blind: blindAtMs !== null && blindAtMs > (lastAtMs ?? 0),
        reason: now.state === 'down' || now.state === 'degraded' ? (sides?.failing.reason ?? null) : null,
      }
    }),
  }
}
