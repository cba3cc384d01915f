import { audit, type Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { dayOf, isKept } from '../keep/days.ts'
import { ensureDays } from '../keep/ensure-days.ts'
import { addLatencies } from '../latency/add-latencies.ts'
import { checkReason, component, monitor, transition } from '../tables.ts'
import type { Change, MonitorResult } from './results.ts'
import { type Memory, takeResult } from './take-result.ts'

const MAX_EPOCH_MS = 8.64e15
const STATE_CODE = { up: 0, degraded: 1, down: 2 } as const

type Row = Memory & { id: number; everyMs: number; changed: boolean }

/**
 * Commits results, in order for each monitor: the raw rows, what is remembered of each monitor, the transitions that
 * follow, and their audit entry, all or none. Results that are known already, or of monitors that are gone, are passed
 * over, so the same batch may be handed in again after a crash. A result from before the 90 days, or of more than two days
 * ahead, is measured like any other and leaves no raw row.
 */
export async function recordResults(ctx: Ctx, results: readonly MonitorResult[]): Promise<Change[]> {
  const rows = await heldMonitors(ctx, results)
  const changes: (Change & { monitorId: number })[] = []
  const kept: { row: Row; result: MonitorResult }[] = []
  for (const result of results) {
    const row = rows.get(nameOf(result))
    const taken = row === undefined || !isInstant(result.atMs) ? null : takeResult(row, result, row.everyMs)
    if (row === undefined || taken === null) continue
    Object.assign(row, taken.memory, { changed: true })
    kept.push({ row, result })
    const { component, monitor } = result
    for (const t of taken.transitions) changes.push({ component, monitor, monitorId: row.id, ...t })
  }
  if (kept.length === 0) return []
  const recent = kept.filter(({ result }) => isKept(result.atMs, ctx.now))
  await ensureDays(
    ctx,
    recent.map(({ result }) => dayOf(result.atMs)),
  )
  await insertRaw(ctx, recent)
  await addLatencies(
    ctx,
    recent.map(({ row, result }) => ({ ...result, monitorId: row.id })),
  )
  await updateMonitors(
    ctx,
    [...rows.values()].filter((row) => row.changed),
  )
  if (changes.length > 0) {
    await ctx.tx
      .insert(transition)
      .values(changes.map(({ monitorId, at, state, reason }) => ({ monitorId, at, state, reason })))
    const detail = changes.map((c) => ({
      component: c.component,
      monitor: c.monitor,
      at: c.at.toString(),
      state: c.state,
      reason: c.reason,
    }))
    await audit(ctx, { action: 'monitoring.transitions', subject: 'monitoring', detail })
  }
  return changes.map(({ monitorId: _, ...change }) => change)
}

/** What a damaged journal may hold is no reason to stop. */
const isInstant = (ms: number) => Number.isSafeInteger(ms) && Math.abs(ms) <= MAX_EPOCH_MS

const nameOf = (of: { component: string; monitor: string }) => `${of.component}/${of.monitor}`

async function heldMonitors(ctx: Ctx, results: readonly MonitorResult[]): Promise<Map<string, Row>> {
  const rows = await ctx.tx
    .select({
      id: monitor.id,
      monitor: monitor.key,
      component: component.key,
      everyMs: monitor.everyMs,
      track: monitor.track,
      pendingReason: monitor.pendingReason,
    })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(and(inArray(monitor.key, [...new Set(results.map((r) => r.monitor))]), isNull(monitor.retiredAt)))
    .orderBy(monitor.id)
    .for('update', { of: monitor })
  return new Map(rows.map((row) => [nameOf(row), { ...row, changed: false }]))
}

async function insertRaw(ctx: Ctx, kept: readonly { row: Row; result: MonitorResult }[]): Promise<void> {
  const reasons = await reasonIds(
    ctx,
    kept.flatMap(({ result }) => result.reason ?? []),
  )
  const column = <T>(of: (item: { row: Row; result: MonitorResult }) => T) => sql.param(kept.map(of))
  await ctx.tx.execute(sql`
    insert into check_result (at, monitor_id, latency_ms, reason_id, state, status_code)
    select to_timestamp(ms / 1000.0), monitor_id, latency_ms, reason_id, state, status_code
    from unnest(
      ${column(({ result }) => result.atMs)}::bigint[], ${column(({ row }) => row.id)}::int[],
      ${column(({ result }) => storedMs(result.latencyMs))}::int[],
      ${column(({ result }) => (result.reason === null ? null : reasons.get(result.reason)!))}::int[],
      ${column(({ result }) => STATE_CODE[result.state])}::smallint[], ${column(({ result }) => result.statusCode)}::smallint[]
    ) as r (ms, monitor_id, latency_ms, reason_id, state, status_code)`)
}

/** What is no length of time is 0, and what no column can hold is its largest. */
const storedMs = (ms: number) => Math.min(2 ** 31 - 1, Math.max(0, Math.round(ms) || 0))

async function reasonIds(ctx: Ctx, texts: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(texts)].sort()
  if (wanted.length === 0) return new Map()
  const find = () => ctx.tx.select().from(checkReason).where(inArray(checkReason.text, wanted))
  let found = await find()
  if (found.length < wanted.length) {
    const known = new Set(found.map((reason) => reason.text))
    const missing = wanted.filter((text) => !known.has(text)).map((text) => ({ text }))
    await ctx.tx.insert(checkReason).values(missing).onConflictDoNothing()
    found = await find()
  }
  return new Map(found.map((reason) => [reason.text, reason.id]))
}

async function updateMonitors(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  await ctx.tx.execute(sql`
    update monitor set track = m.track, pending_reason = m.pending_reason
    from unnest(
      ${sql.param(rows.map((row) => row.id))}::int[], ${sql.param(rows.map((row) => JSON.stringify(row.track)))}::jsonb[],
      ${sql.param(rows.map((row) => row.pendingReason))}::text[]
    ) as m (id, track, pending_reason)
    where monitor.id = m.id`)
}
