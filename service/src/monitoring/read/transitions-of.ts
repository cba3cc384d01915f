import type { Ctx } from '@tractops/platform'
import type { Transition } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { numberList } from '../record/number-list.ts'
import type { RecordedState } from '../tables.ts'
import type { MonitorRecord } from './records.ts'
import type { Span } from './spans.ts'

type Row = {
  component_id: number
  monitor_id: number
  ms: string
  state: RecordedState
  reason: string | null
}

/** The monitors of components, by the component's id, with their transitions within a window and the one before it. */
export async function transitionsOf(
  { tx }: Ctx,
  components: readonly number[],
  window: Span,
): Promise<Map<number, MonitorRecord[]>> {
  const byComponent = new Map(components.map((id) => [id, [] as MonitorRecord[]]))
  if (components.length === 0) return byComponent
  const [from, to] = [window.startMs, window.endMs].map((ms) =>
    Number.isFinite(ms) ? Temporal.Instant.fromEpochMilliseconds(ms).toString() : 'infinity',
  )
  const { rows } = await tx.execute<Row>(sql`
    with part as (select id, component_id from monitor where component_id = any(${numberList(components)}::int[]))
    select component_id, monitor_id, (extract(epoch from at) * 1000)::bigint as ms, state, reason from (
      select part.component_id, t.* from part cross join lateral (
        select * from transition where monitor_id = part.id and superseded_at is null
          and at < ${from}::timestamptz order by at desc, id desc limit 1
      ) t
      union all
      select part.component_id, t.* from part join transition t on t.monitor_id = part.id
        where t.at >= ${from}::timestamptz and t.at < ${to}::timestamptz and t.superseded_at is null
    ) found order by monitor_id, at, id`)
  let rest: Row[] = []
  rows.forEach((row, i) => {
    rest.push(row)
    if (rows[i + 1]?.monitor_id === row.monitor_id) return
    byComponent.get(row.component_id)!.push(monitorRecord(row.monitor_id, rest))
    rest = []
  })
  return byComponent
}

function monitorRecord(id: number, rows: readonly Row[]): MonitorRecord {
  const spans: Span[] = []
  const transitions: (Transition & { reason: string | null })[] = []
  let startMs: number | null = null
  for (const { ms, state, reason } of rows) {
    const atMs = Number(ms)
    if (state !== 'absent') {
      startMs ??= atMs
      transitions.push({ at: Temporal.Instant.fromEpochMilliseconds(atMs), state, reason })
    } else if (startMs !== null) {
      spans.push({ startMs, endMs: atMs })
      startMs = null
    }
  }
  if (startMs !== null) spans.push({ startMs, endMs: Number.POSITIVE_INFINITY })
  return { id, spans, transitions }
}
