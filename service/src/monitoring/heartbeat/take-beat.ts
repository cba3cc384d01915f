import { timingSafeEqual } from 'node:crypto'
import { AppError, type Ctx } from '@tractops/platform'
import type { MonitorState } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { hashOfToken } from '../config/kinds/heartbeat.ts'
import type { Change } from '../record/results.ts'
import { component, monitor } from '../tables.ts'
import { recordTold } from './record-told.ts'
import { heartbeat } from './tables.ts'

export type Beat = { token: string; state: MonitorState; reason: string | null }

/**
 * Takes a call of a target. What it says of itself needs no second look: where it is not up, that is recorded twice, a
 * millisecond apart, which confirms it.
 *
 * @throws AppError 404 `not_found` for a token of nobody's, in the words of any address where nothing is.
 */
export async function takeBeat(ctx: Ctx, { token, state, reason }: Beat): Promise<{ changes: Change[] }> {
  const hash = hashOfToken(token)
  const [row] = await ctx.tx
    .select({ beat: heartbeat, monitor: monitor.key, component: component.key })
    .from(heartbeat)
    .innerJoin(monitor, eq(monitor.id, heartbeat.monitorId))
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(eq(heartbeat.tokenHash, hash))
    .for('update', { of: heartbeat })
  if (row === undefined || !timingSafeEqual(Buffer.from(row.beat.tokenHash), Buffer.from(hash))) {
    throw new AppError('not_found', 404, 'There is nothing at this address.')
  }
  const atMs = Math.max(ctx.now.epochMilliseconds, (row.beat.resultAt?.epochMilliseconds ?? 0) + 1)
  const told = { ...row, state, reason, atMs }
  const dueAt = ctx.now.add({ milliseconds: row.beat.periodMs + row.beat.graceMs })
  return { changes: await recordTold(ctx, told, { beatAt: ctx.now, dueAt }) }
}
