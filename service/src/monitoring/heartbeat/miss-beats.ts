import type { Ctx } from '@tractops/platform'
import { asc, eq, isNotNull, lte, sql } from 'drizzle-orm'
import { spell } from '../check/spell.ts'
import type { Change } from '../record/results.ts'
import { component, monitor } from '../tables.ts'
import { dueAfterAbsence, listening } from './decide.ts'
import { recordTold } from './record-told.ts'
import { heartbeat, heartbeatWatch } from './tables.ts'

/** This process's last look: by the clock, and monotonic. */
export type Look = { wallMs: number; monotonicMs: number }

const AT_ONCE = 200

/**
 * Claims the heartbeats that are overdue: each is down from the instant at which it became so, and due again one period and
 * grace later, as long as it is silent. What we did not listen to is counted against nobody (row 6).
 */
export async function missBeats(ctx: Ctx, look: Look, own: Look | null): Promise<Change[]> {
  const expected = ctx.tx.select().from(heartbeat).where(isNotNull(heartbeat.dueAt)).limit(1)
  if ((await expected).length === 0) return []
  await settle(ctx, look, own)
  const rows = await ctx.tx
    .select({ beat: heartbeat, monitor: monitor.key, component: component.key })
    .from(heartbeat)
    .innerJoin(monitor, eq(monitor.id, heartbeat.monitorId))
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(lte(heartbeat.dueAt, ctx.now))
    .orderBy(asc(heartbeat.dueAt))
    .limit(AT_ONCE)
    .for('update', { of: heartbeat, skipLocked: true })
  const changes: Change[] = []
  for (const { beat, ...of } of rows) {
    const everyMs = beat.periodMs + beat.graceMs
    const atMs = Math.max(beat.dueAt!.epochMilliseconds, (beat.resultAt?.epochMilliseconds ?? 0) + 1)
    const reason = `no heartbeat within ${spell(everyMs)}`
    const dueAt = beat.dueAt!.add({ milliseconds: everyMs })
    changes.push(...(await recordTold(ctx, { ...of, beat, atMs, state: 'down', reason }, { dueAt })))
  }
  return changes
}

/** Says that somebody listens now, and moves what is due where nobody did, or the clock was set. */
async function settle(ctx: Ctx, look: Look, own: Look | null): Promise<void> {
  const { tx, now } = ctx
  const [seen] = await tx.select().from(heartbeatWatch).for('update')
  const since = listening(look, seen?.seenAt.epochMilliseconds ?? null, own)
  await tx
    .insert(heartbeatWatch)
    .values({ id: 1, seenAt: now })
    .onConflictDoUpdate({ target: heartbeatWatch.id, set: { seenAt: now } })
  if (since.kind === 'listening') return
  if (since.kind === 'jumped') {
    await tx
      .update(heartbeat)
      .set({ dueAt: sql`${heartbeat.dueAt} + ${since.byMs} * interval '1 millisecond'` })
      .where(isNotNull(heartbeat.dueAt))
    return
  }
  const rows = await tx.select().from(heartbeat).where(isNotNull(heartbeat.dueAt)).for('update')
  for (const row of rows) {
    const dueMs = row.dueAt!.epochMilliseconds
    const movedMs = dueAfterAbsence({ ...row, dueMs }, since)
    if (movedMs === dueMs) continue
    const dueAt = Temporal.Instant.fromEpochMilliseconds(movedMs)
    await tx.update(heartbeat).set({ dueAt }).where(eq(heartbeat.monitorId, row.monitorId))
  }
}
