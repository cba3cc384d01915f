import type { Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { type Memory, newMemory } from '../record/take-result.ts'
import { observedTransition, observer } from './tables.ts'

/** What an agent remembers of each monitor, by the monitor's id. */
export async function memoriesOf(ctx: Ctx, agentId: number): Promise<Map<number, Memory>> {
  const rows = await ctx.tx.select().from(observer).where(eq(observer.agentId, agentId))
  return new Map(rows.map((row) => [row.monitorId, row.memory]))
}

/** Lets every agent of a monitor begin anew; that it has nothing more to say from its last check on is written down. */
export async function forgetObservers(ctx: Ctx, monitorId: number): Promise<void> {
  const rows = await ctx.tx.select().from(observer).where(eq(observer.monitorId, monitorId))
  for (const { agentId, memory } of rows) {
    if (memory.sides !== null && memory.track.lastAtMs !== null) {
      const at = Temporal.Instant.fromEpochMilliseconds(memory.track.lastAtMs)
      await ctx.tx.insert(observedTransition).values({ monitorId, agentId, at, state: 'unmeasured' })
    }
    await ctx.tx
      .update(observer)
      .set({ memory: newMemory() })
      .where(and(eq(observer.monitorId, monitorId), eq(observer.agentId, agentId)))
  }
}
