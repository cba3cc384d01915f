import { audit, type Ctx, type JsonValue } from '@tractops/platform'
import { newTrack, stateAt } from '@tractops/sla'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { forgetObservers, memoriesOf } from '../agents/observers.ts'
import { BUILT_IN } from '../agents/tables.ts'
import type { MonitoringConfig } from '../config/config.ts'
import { component, componentSpan, monitor, transition } from '../tables.ts'
import { type Memory, newMemory } from './take-result.ts'

/**
 * Brings the tables in line with the configuration. What left the file is retired, with its history kept, and what comes
 * back resumes; a component that becomes critical, or ceases to be, is so from now on and not before. Answers what is
 * remembered of each monitor, by `component/monitor`.
 */
export async function applyConfig(ctx: Ctx, config: MonitoringConfig): Promise<Map<string, Memory>> {
  const said: JsonValue[] = []
  const components = await applyComponents(ctx, config, said)
  const memories = await applyMonitors(ctx, config, components, said)
  if (said.length > 0)
    await audit(ctx, { action: 'monitoring.configured', subject: 'monitoring', detail: said })
  return memories
}

async function applyComponents(
  ctx: Ctx,
  config: MonitoringConfig,
  said: JsonValue[],
): Promise<Map<string, number>> {
  const { tx, now } = ctx
  const before = new Map((await tx.select().from(component).for('update')).map((row) => [row.key, row]))
  const open = await tx.select().from(componentSpan).where(isNull(componentSpan.end))
  const spanOf = new Map(open.map((span) => [span.componentId, span]))
  const ids = new Map<string, number>()
  for (const [position, wanted] of config.components.entries()) {
    const { key, name, description, critical } = wanted
    const row = before.get(key)
    before.delete(key)
    let id = row?.id
    if (id === undefined) {
      const [made] = await tx
        .insert(component)
        .values({ key, name, description, position })
        .returning({ id: component.id })
      id = made!.id
    } else {
      await tx
        .update(component)
        .set({ name, description, position, retiredAt: null })
        .where(eq(component.id, id))
    }
    ids.set(key, id)
    const span = spanOf.get(id)
    if (span?.critical === critical) continue
    if (span !== undefined)
      await tx.update(componentSpan).set({ end: now }).where(eq(componentSpan.id, span.id))
    await tx.insert(componentSpan).values({ componentId: id, start: now, critical })
    said.push({ component: key, critical })
  }
  const gone = [...before.values()].filter((row) => row.retiredAt === null)
  if (gone.length > 0) {
    const goneIds = gone.map((row) => row.id)
    await tx.update(component).set({ retiredAt: now }).where(inArray(component.id, goneIds))
    await tx
      .update(componentSpan)
      .set({ end: now })
      .where(and(inArray(componentSpan.componentId, goneIds), isNull(componentSpan.end)))
    for (const row of gone) said.push({ component: row.key, retired: true })
  }
  return ids
}

async function applyMonitors(
  ctx: Ctx,
  config: MonitoringConfig,
  components: ReadonlyMap<string, number>,
  said: JsonValue[],
): Promise<Map<string, Memory>> {
  const { tx, now } = ctx
  const nameOf = (componentId: number, key: string) => `${componentId}/${key}`
  const rows = await tx.select().from(monitor).orderBy(monitor.id).for('update')
  const before = new Map(rows.map((row) => [nameOf(row.componentId, row.key), row]))
  const own = await memoriesOf(ctx, BUILT_IN)
  const memories = new Map<string, Memory>()
  for (const { kind, key, component: componentKey, everyMs } of [
    ...config.monitors,
    ...(config.heartbeats ?? []),
  ]) {
    const componentId = components.get(componentKey)!
    const row = before.get(nameOf(componentId, key))
    before.delete(nameOf(componentId, key))
    const memory = row !== undefined && row.retiredAt === null ? own.get(row.id) : undefined
    memories.set(`${componentKey}/${key}`, memory ?? newMemory())
    if (row !== undefined && row.retiredAt === null) {
      if (row.everyMs !== everyMs) await changeInterval(ctx, row, everyMs)
      continue
    }
    const fresh = { everyMs, track: newTrack(), retiredAt: null }
    const [made] =
      row === undefined
        ? await tx
            .insert(monitor)
            .values({ key, componentId, ...fresh })
            .returning({ id: monitor.id })
        : await tx.update(monitor).set(fresh).where(eq(monitor.id, row.id)).returning({ id: monitor.id })
    // A heartbeat says nothing of its component until its first beat; nobody knows when that comes.
    if (kind !== 'heartbeat')
      await tx.insert(transition).values({ monitorId: made!.id, at: now, state: 'unmeasured' })
    said.push({ component: componentKey, monitor: key, everyMs })
  }
  for (const row of before.values()) {
    if (row.retiredAt !== null) continue
    const silent = silenceOf(row, now)
    if (silent !== null)
      await tx.insert(transition).values({ monitorId: row.id, at: silent, state: 'unmeasured' })
    const { lastAtMs } = row.track
    const last = lastAtMs === null ? now : Temporal.Instant.fromEpochMilliseconds(lastAtMs)
    const at = Temporal.Instant.compare(last, now) > 0 ? last : now
    await tx.insert(transition).values({ monitorId: row.id, at, state: 'absent' })
    await forgetObservers(ctx, row.id)
    await tx.update(monitor).set({ retiredAt: now, track: newTrack() }).where(eq(monitor.id, row.id))
    said.push({ monitor: row.key, retired: true })
  }
  return memories
}

/** A longer interval must not hide a silence that the shorter one would have told (row 6), so that is written first. */
async function changeInterval(ctx: Ctx, row: typeof monitor.$inferSelect, everyMs: number): Promise<void> {
  const silent = silenceOf(row, ctx.now)
  if (silent !== null) {
    await ctx.tx.insert(transition).values({ monitorId: row.id, at: silent, state: 'unmeasured' })
  }
  if (silent !== null) await forgetObservers(ctx, row.id)
  const track = silent === null ? {} : { track: { ...newTrack(), changedMs: silent.epochMilliseconds } }
  await ctx.tx
    .update(monitor)
    .set({ everyMs, ...track })
    .where(eq(monitor.id, row.id))
}

/** Since when a monitor has been silent for longer than the gap of row 6, where that is not written yet. */
function silenceOf(row: typeof monitor.$inferSelect, now: Temporal.Instant): Temporal.Instant | null {
  const { state, since } = stateAt(row.track, now, { intervalMs: row.everyMs })
  return state === 'unmeasured' && row.track.confirmed !== null ? since : null
}
