import type { Ctx } from '@tractops/platform'
import { newTrack, stateAt, type Transition } from '@tractops/sla'
import { asc, sql } from 'drizzle-orm'
import { component, componentSpan, type RecordedState } from '../tables.ts'
import type { Span } from './spans.ts'

type Recorded = { at: Temporal.Instant; state: RecordedState; reason: string | null }

/** A monitor as it was measured: when it was in the configuration, and what it found. */
type MonitorRecord = {
  spans: Span[]
  transitions: (Transition & { reason: string | null })[]
}

type MonitorRow = {
  id: number
  component_id: number
  every_ms: number
  retired: boolean
  last_at_ms: string | null
}

/** A component, when it was watched and whether it was critical then, and its monitors. */
export type ComponentRecord = {
  key: string
  name: string
  description: string | null
  retired: boolean
  spans: (Span & { critical: boolean })[]
  monitors: MonitorRecord[]
}

/** The widest window that was read under a ctx that only reads. */
const readings = new WeakMap<Ctx, { window: Span; records: ComponentRecord[] } | null>()

/** Says that nothing will be written under `ctx`, so that what was measured is read once for all who ask under it. */
export function readOnce(ctx: Ctx): Ctx {
  readings.set(ctx, null)
  return ctx
}

/**
 * Everything that the state of the components over a window follows from: the transitions within it, the one before it for
 * each monitor, and what is remembered of each monitor for what has come since. Raw results are never read.
 */
export async function gather(ctx: Ctx, window: Span): Promise<ComponentRecord[]> {
  const known = readings.get(ctx)
  if (known && known.window.startMs <= window.startMs && known.window.endMs >= window.endMs)
    return known.records
  const records = await read(ctx, window)
  if (readings.has(ctx)) readings.set(ctx, { window, records })
  return records
}

async function read(ctx: Ctx, window: Span): Promise<ComponentRecord[]> {
  const { tx, now } = ctx
  const components = await tx.select().from(component).orderBy(asc(component.position), asc(component.id))
  const spans = await tx.select().from(componentSpan).orderBy(asc(componentSpan.start), asc(componentSpan.id))
  const { rows: monitors } = await tx.execute<MonitorRow>(sql`
    select id, component_id, every_ms, retired_at is not null as retired, track ->> 'lastAtMs' as last_at_ms
    from monitor order by id`)
  const transitions = await transitionsOf(ctx, window)
  const foreverMs = Math.max(window.endMs, now.epochMilliseconds) + 1
  return components.map((c) => ({
    key: c.key,
    name: c.name,
    description: c.description,
    retired: c.retiredAt !== null,
    spans: spans
      .filter((span) => span.componentId === c.id)
      .map(({ start, end, critical }) => ({
        startMs: start.epochMilliseconds,
        endMs: end?.epochMilliseconds ?? foreverMs,
        critical,
      })),
    monitors: monitors
      .filter((m) => m.component_id === c.id)
      .map((m) => monitorRecord(m, transitions.get(m.id) ?? [], now, foreverMs)),
  }))
}

async function transitionsOf(ctx: Ctx, window: Span): Promise<Map<number, Recorded[]>> {
  const [from, to] = [window.startMs, window.endMs].map((ms) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toString(),
  )
  const { rows } = await ctx.tx.execute<{
    monitor_id: number
    ms: string
    state: RecordedState
    reason: string | null
  }>(sql`
    select monitor_id, (extract(epoch from at) * 1000)::bigint as ms, state, reason from (
      select t.* from monitor m cross join lateral (
        select * from transition where monitor_id = m.id and superseded_at is null
          and at < ${from}::timestamptz order by at desc, id desc limit 1
      ) t
      union all
      select * from transition where at >= ${from}::timestamptz and at < ${to}::timestamptz
        and superseded_at is null and monitor_id in (select id from monitor)
    ) known order by monitor_id, at, id`)
  const byMonitor = new Map<number, Recorded[]>()
  for (const row of rows) {
    const list = byMonitor.get(row.monitor_id) ?? []
    list.push({
      at: Temporal.Instant.fromEpochMilliseconds(Number(row.ms)),
      state: row.state,
      reason: row.reason,
    })
    byMonitor.set(row.monitor_id, list)
  }
  return byMonitor
}

function monitorRecord(
  row: MonitorRow,
  recorded: readonly Recorded[],
  now: Temporal.Instant,
  foreverMs: number,
): MonitorRecord {
  const spans: Span[] = []
  let startMs: number | null = null
  for (const { at, state } of recorded) {
    if (state !== 'absent') startMs ??= at.epochMilliseconds
    else if (startMs !== null) {
      spans.push({ startMs, endMs: at.epochMilliseconds })
      startMs = null
    }
  }
  if (startMs !== null) spans.push({ startMs, endMs: foreverMs })
  const transitions = recorded.filter((t): t is Recorded & Transition => t.state !== 'absent')
  if (row.retired || row.last_at_ms === null) return { spans, transitions }
  // A silence that still lasts is not written yet; it is told all the same (row 6).
  const track = { ...newTrack(), lastAtMs: Number(row.last_at_ms) }
  const { state, since } = stateAt(track, now, { intervalMs: row.every_ms })
  if (state === 'unmeasured' && since !== null) transitions.push({ at: since, state, reason: null })
  return { spans, transitions }
}
