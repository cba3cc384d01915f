import type { Ctx } from '@tractops/platform'
import { asc, sql } from 'drizzle-orm'
import { component, componentSpan } from '../tables.ts'
import type { ComponentRecord, MonitorRecord } from './records.ts'
import type { Span } from './spans.ts'
import { transitionsOf } from './transitions-of.ts'

/** What is known of components from an instant on, by their ids, each with the mark that it was read under. */
export type Known = Map<number, { mark: string; record: ComponentRecord }>

type Mark = { component_id: number; mark: string; silent: Record<string, number> | null }

/**
 * Everything that the state of the components from `startMs` to `endMs` follows from: the transitions within it, the one before it for
 * each monitor, and which monitors are silent. Raw results are never read. Of components that are in `known`, only those are read
 * whose monitors have had a transition since; what was read is put there.
 */
export async function gather(ctx: Ctx, { startMs, endMs }: Span, known: Known): Promise<ComponentRecord[]> {
  const { tx } = ctx
  const components = await tx.select().from(component).orderBy(asc(component.position), asc(component.id))
  const spans = await tx.select().from(componentSpan).orderBy(asc(componentSpan.start), asc(componentSpan.id))
  // Marks first: what is read after them is as new as they are, or newer, and is then read once more.
  const marks = await marksOf(ctx)
  const changed = components.filter(({ id }) => known.get(id)?.mark !== (marks.get(id)?.mark ?? ''))
  const monitors = await transitionsOf(
    ctx,
    changed.map(({ id }) => id),
    { startMs, endMs },
  )
  return components.map((row) => {
    const before = known.get(row.id)
    const fresh: ComponentRecord = {
      ...{ key: row.key, name: row.name, description: row.description, retired: row.retiredAt !== null },
      spans: spans
        .filter((span) => span.componentId === row.id)
        .map(({ start, end, critical }) => {
          const endMs = end?.epochMilliseconds ?? Number.POSITIVE_INFINITY
          return { startMs: start.epochMilliseconds, endMs, critical }
        }),
      monitors: monitors.get(row.id) ?? before?.record.monitors ?? [],
    }
    const { mark = '', silent = null } = marks.get(row.id) ?? {}
    const record = before !== undefined && isSame(before.record, fresh) ? before.record : fresh
    known.set(row.id, { mark, record })
    return silent === null ? record : withSilences(record, silent)
  })
}

/** A mark for each component that has monitors, another one after each transition of theirs, and which of them are silent, since when. */
async function marksOf({ tx, now }: Ctx): Promise<Map<number, Mark>> {
  const { rows } = await tx.execute<Mark>(sql`
    select component_id, count(*) || '/' || sum(changes) as mark,
      jsonb_object_agg(id, (track ->> 'lastAtMs')::bigint) filter (where retired_at is null
        and (track ->> 'lastAtMs')::bigint < ${now.epochMilliseconds}::bigint - 2 * every_ms::bigint) as silent
    from monitor group by component_id`)
  return new Map(rows.map((row) => [row.component_id, row]))
}

/** A silence that still lasts is not written yet; it is told all the same (row 6). */
function withSilences(record: ComponentRecord, silent: Record<string, number>): ComponentRecord {
  const monitors = record.monitors.map((monitor): MonitorRecord => {
    const lastAtMs = silent[monitor.id]
    if (lastAtMs === undefined) return monitor
    const at = Temporal.Instant.fromEpochMilliseconds(lastAtMs)
    const silence = { at, state: 'unmeasured' as const, reason: null }
    return { ...monitor, transitions: [...monitor.transitions, silence] }
  })
  return { ...record, monitors }
}

function isSame(a: ComponentRecord, b: ComponentRecord): boolean {
  const { monitors: own, ...rest } = a
  const { monitors: other, ...others } = b
  return own === other && JSON.stringify(rest) === JSON.stringify(others)
}
