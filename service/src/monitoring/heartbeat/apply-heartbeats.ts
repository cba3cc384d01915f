import type { Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull, notInArray } from 'drizzle-orm'
import type { HeartbeatMonitor } from '../config/kinds/heartbeat.ts'
import { component, monitor } from '../tables.ts'
import { heartbeat } from './tables.ts'

/**
 * Brings the table of heartbeats in line with what is to be watched, once the monitors are. One that was there keeps its
 * last beat; its deadline follows a changed period.
 */
export async function applyHeartbeats(ctx: Ctx, wanted: readonly HeartbeatMonitor[]): Promise<void> {
  const { tx } = ctx
  const rows = await tx
    .select({ id: monitor.id, key: monitor.key, component: component.key, held: heartbeat })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .leftJoin(heartbeat, eq(heartbeat.monitorId, monitor.id))
    .where(and(isNull(monitor.retiredAt), inArray(monitor.key, ['', ...wanted.map((m) => m.key)])))
  const found = wanted.flatMap((m) => {
    const row = rows.find((row) => row.key === m.key && row.component === m.component)
    return row === undefined ? [] : [{ ...m.heartbeat, row }]
  })
  await tx.delete(heartbeat).where(notInArray(heartbeat.monitorId, [-1, ...found.map(({ row }) => row.id)]))
  for (const { row, periodMs, graceMs, tokenHash } of found) {
    const changed = { tokenHash, periodMs, graceMs }
    const beatAt = row.held?.beatAt ?? null
    const same = row.held?.periodMs === periodMs && row.held.graceMs === graceMs
    const dueAt =
      beatAt === null ? null : same ? row.held!.dueAt : ctx.now.add({ milliseconds: periodMs + graceMs })
    await tx
      .insert(heartbeat)
      .values({ monitorId: row.id, ...changed, dueAt: null })
      .onConflictDoUpdate({ target: heartbeat.monitorId, set: { ...changed, dueAt } })
  }
}
