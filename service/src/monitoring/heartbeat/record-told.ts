import type { Ctx } from '@tractops/platform'
import type { MonitorState } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { recordResults } from '../record/record-results.ts'
import type { Change } from '../record/results.ts'
import { heartbeat } from './tables.ts'

/** A state of a heartbeat's monitor that is certain, at epoch ms. */
type Told = {
  beat: typeof heartbeat.$inferSelect
  component: string
  monitor: string
  state: MonitorState
  reason: string | null
  atMs: number
}

/**
 * Records what is certain of a heartbeat, and when it is due next. A worse state is confirmed by a second result (row 3); as
 * nothing can be looked at again, that is the same one, a millisecond later.
 */
export async function recordTold(
  ctx: Ctx,
  { beat, atMs, ...told }: Told,
  next: { beatAt?: Temporal.Instant; dueAt: Temporal.Instant },
): Promise<Change[]> {
  const { component, monitor, state, reason } = told
  const dates = state === 'up' ? [atMs] : [atMs, atMs + 1]
  const results = dates.map((atMs) => {
    return { component, monitor, state, reason, atMs, latencyMs: 0, statusCode: null }
  })
  const changes = await recordResults(ctx, results)
  const resultAt = Temporal.Instant.fromEpochMilliseconds(dates.at(-1)!)
  await ctx.tx
    .update(heartbeat)
    .set({ resultAt, ...next })
    .where(eq(heartbeat.monitorId, beat.monitorId))
  return changes
}
