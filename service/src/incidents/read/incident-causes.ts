import type { Ctx } from '@tractops/platform'
import { and, asc, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import { incident, incidentCause, incidentSpan } from '../tables.ts'

type CauseRow = typeof incidentCause.$inferSelect

/** What caused an incident, or some of its components: a vendor by its key; null while it is not found. */
export type IncidentCause = {
  incidentId: string
  components: string[]
  start: Temporal.Instant
  end: Temporal.Instant | null
  cause: string | null
}

/**
 * SLA §4: the recorded causes of the incidents that touch [from, to), the earliest first; for each the latest record stands.
 * Where a component has a cause of its own, it has a row of its own. A row reaches from the first to the last instant at
 * which its components were affected; its end is null while one still is.
 */
export async function incidentCauses(
  { tx }: Pick<Ctx, 'tx'>,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<IncidentCause[]> {
  const incidents = await tx
    .select()
    .from(incident)
    .where(
      and(
        isNull(incident.mergedInto),
        lt(incident.startedAt, to),
        or(isNull(incident.resolvedAt), gt(incident.resolvedAt, from)),
      ),
    )
    .orderBy(asc(incident.startedAt), asc(incident.id))
  if (incidents.length === 0) return []
  const ids = incidents.map(({ id }) => id)
  const spans = await tx
    .select()
    .from(incidentSpan)
    .where(inArray(incidentSpan.incidentId, ids))
    .orderBy(asc(incidentSpan.start))
  const causes = await tx
    .select()
    .from(incidentCause)
    .where(inArray(incidentCause.incidentId, ids))
    .orderBy(asc(incidentCause.id))
  return incidents.flatMap((row) =>
    causesOf(
      row,
      spans.filter((span) => span.incidentId === row.id),
      causes.filter((cause) => cause.incidentId === row.id),
    ),
  )
}

function causesOf(
  row: typeof incident.$inferSelect,
  spans: readonly (typeof incidentSpan.$inferSelect)[],
  causes: readonly CauseRow[],
): IncidentCause[] {
  const general = nameOf(causes.findLast((cause) => cause.component === null))
  if (spans.length === 0)
    return [{ incidentId: row.id, components: [], start: row.startedAt, end: row.resolvedAt, cause: general }]
  const components = [...new Set(spans.map((span) => span.component))]
  const causeOf = (key: string) => {
    const own = causes.findLast((cause) => cause.component === key)
    return own === undefined ? general : nameOf(own)
  }
  return [...Map.groupBy(components, causeOf)].map(([cause, keys]) => {
    const own = spans.filter((span) => keys.includes(span.component))
    return { incidentId: row.id, components: keys, ...reachOf(own), cause }
  })
}

function nameOf(cause: CauseRow | undefined): string | null {
  return cause === undefined ? null : cause.kind === 'vendor' ? cause.vendor : cause.kind
}

function reachOf(spans: readonly { start: Temporal.Instant; end: Temporal.Instant | null }[]) {
  const last = spans.reduce((a, b) => (endMs(a) >= endMs(b) ? a : b))
  return { start: spans[0]!.start, end: last.end }
}

const endMs = ({ end }: { end: Temporal.Instant | null }) =>
  end?.epochMilliseconds ?? Number.POSITIVE_INFINITY
