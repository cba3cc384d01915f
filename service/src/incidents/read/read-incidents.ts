import type { Ctx } from '@tractops/platform'
import { and, asc, desc, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm'
import { incident, incidentCause, incidentSpan, incidentUpdate, incidentUpdateEdit } from '../tables.ts'
import { type PublicIncident, publicIncidentOf } from './public-incident.ts'

type Read = Pick<Ctx, 'tx'>

/**
 * The incidents that touch [from, to), the latest first and at most `limit` of them; with `unresolved`, those that are not resolved. One that was merged
 * into another is not among them.
 */
export async function publicIncidents(
  ctx: Read,
  {
    from,
    to,
    unresolved,
    limit,
  }: { from?: Temporal.Instant; to?: Temporal.Instant; unresolved?: boolean; limit?: number } = {},
): Promise<PublicIncident[]> {
  const rows = await ctx.tx
    .select()
    .from(incident)
    .where(
      and(
        isNull(incident.mergedInto),
        to === undefined ? undefined : lt(incident.startedAt, to),
        from === undefined ? undefined : or(isNull(incident.resolvedAt), gte(incident.resolvedAt, from)),
        unresolved ? isNull(incident.resolvedAt) : undefined,
      ),
    )
    .orderBy(desc(incident.startedAt), desc(incident.id))
    .limit(limit ?? Number.MAX_SAFE_INTEGER)
  return whole(ctx, rows)
}

/** The incidents that are not resolved, the latest first. */
export function openIncidents(ctx: Read): Promise<PublicIncident[]> {
  return publicIncidents(ctx, { unresolved: true })
}

/** One incident, also one that was merged into another, which `mergedInto` names; null when there is none. */
export async function publicIncident(ctx: Read, id: string): Promise<PublicIncident | null> {
  const [found] = await whole(ctx, await ctx.tx.select().from(incident).where(eq(incident.id, id)))
  return found ?? null
}

/** The rows of the table with everything that belongs to each, in the order given. */
export async function whole(
  { tx }: Read,
  rows: readonly (typeof incident.$inferSelect)[],
): Promise<PublicIncident[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const spans = await tx
    .select()
    .from(incidentSpan)
    .where(inArray(incidentSpan.incidentId, ids))
    .orderBy(asc(incidentSpan.start), asc(incidentSpan.id))
  const updates = await tx
    .select()
    .from(incidentUpdate)
    .where(inArray(incidentUpdate.incidentId, ids))
    .orderBy(asc(incidentUpdate.at), asc(incidentUpdate.seq))
  const edits = await tx
    .select({ edit: incidentUpdateEdit, incidentId: incidentUpdate.incidentId })
    .from(incidentUpdateEdit)
    .innerJoin(incidentUpdate, eq(incidentUpdate.id, incidentUpdateEdit.updateId))
    .where(inArray(incidentUpdate.incidentId, ids))
    .orderBy(asc(incidentUpdateEdit.id))
  const causes = await tx
    .select()
    .from(incidentCause)
    .where(inArray(incidentCause.incidentId, ids))
    .orderBy(asc(incidentCause.id))
  const by = <T extends { incidentId: string }>(list: readonly T[]) =>
    Map.groupBy(list, ({ incidentId }) => incidentId)
  const [spansOf, updatesOf, editsOf, causesOf] = [by(spans), by(updates), by(edits), by(causes)]
  return rows.map((row) =>
    publicIncidentOf(row, {
      spans: spansOf.get(row.id) ?? [],
      updates: updatesOf.get(row.id) ?? [],
      edits: (editsOf.get(row.id) ?? []).map(({ edit }) => edit),
      causes: causesOf.get(row.id) ?? [],
    }),
  )
}
