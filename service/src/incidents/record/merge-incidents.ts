import { AppError, type Ctx } from '@tractops/platform'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { incident, incidentCause, incidentSpan, incidentUpdate } from '../tables.ts'
import { impacts } from '../words.ts'
import { heldIncident, type IncidentRow, takenBy, tell } from './hold.ts'
import { postmortemOf } from './resolution.ts'

/**
 * Makes one incident of two: what was said and measured of `other` goes over to `incidentId`, each update with the incident that it
 * was written in, and `other` leads there from now on. It began when the earlier one did and is as bad as the worse one. A cause
 * that was recorded in `other` stays with the components that only `other` had. This is not undone.
 *
 * @throws AppError `merge_with_itself`, `incident_unknown`, `incident_merged`, `merge_into_resolved`
 */
export async function mergeIncidents(ctx: Ctx, input: { incidentId: string; other: string }): Promise<void> {
  if (input.incidentId === input.other)
    throw new AppError('merge_with_itself', 400, 'An incident cannot be merged with itself.', {
      path: 'other',
    })
  const row = await heldIncident(ctx, input.incidentId)
  const other = await heldIncident(ctx, input.other, 'other')
  if (row.resolvedAt !== null && other.resolvedAt === null)
    throw new AppError(
      'merge_into_resolved',
      409,
      'One that is not over cannot go into one that is; merge them the other way round. Nothing was changed.',
      { path: 'other' },
    )
  await carryCauses(ctx, row, other)
  await ctx.tx.update(incidentSpan).set({ incidentId: row.id }).where(eq(incidentSpan.incidentId, other.id))
  await ctx.tx
    .update(incidentUpdate)
    .set({ incidentId: row.id })
    .where(eq(incidentUpdate.incidentId, other.id))
  await ctx.tx.update(incident).set({ mergedInto: row.id }).where(eq(incident.mergedInto, other.id))
  const gone = { followed: false, resolveDueAt: null, postmortemDueAt: null, remindDueAt: null }
  await ctx.tx
    .update(incident)
    .set({ ...gone, mergedInto: row.id, mergedAt: ctx.now, updatedAt: ctx.now })
    .where(eq(incident.id, other.id))
  const failing = await ctx.tx
    .select({ id: incidentSpan.id })
    .from(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, row.id), incidentSpan.measured, isNull(incidentSpan.end)))
  await ctx.tx
    .update(incident)
    .set({ ...united(row, other), ...(failing.length > 0 ? { goodSince: null } : {}), ...takenBy(ctx, row) })
    .where(eq(incident.id, row.id))
  await tell(ctx, {
    ...{ incidentId: other.id, kinds: ['merged'], action: 'incident.merged' },
    detail: { into: row.id },
  })
}

function united(row: IncidentRow, other: IncidentRow): Partial<IncidentRow> {
  const startedAt =
    Temporal.Instant.compare(row.startedAt, other.startedAt) <= 0 ? row.startedAt : other.startedAt
  const impact = impacts[Math.max(impacts.indexOf(row.impact), impacts.indexOf(other.impact))]!
  const followed = row.followed || other.followed
  const goodSince = row.followed ? row.goodSince : other.followed ? other.goodSince : null
  if (row.resolvedAt === null) return { startedAt, impact, followed, goodSince, resolveDueAt: null }
  const resolvedAt =
    Temporal.Instant.compare(row.resolvedAt, other.resolvedAt!) >= 0 ? row.resolvedAt : other.resolvedAt!
  const owed = row.state === 'postmortem' ? {} : postmortemOf(impact, resolvedAt)
  return { startedAt, impact, followed, goodSince, resolvedAt, ...owed }
}

async function carryCauses(ctx: Ctx, row: IncidentRow, other: IncidentRow): Promise<void> {
  const spans = await ctx.tx
    .select()
    .from(incidentSpan)
    .where(inArray(incidentSpan.incidentId, [row.id, other.id]))
  const of = (id: string) => new Set(spans.filter((s) => s.incidentId === id).map((s) => s.component))
  const causes = await ctx.tx
    .select()
    .from(incidentCause)
    .where(eq(incidentCause.incidentId, other.id))
    .orderBy(asc(incidentCause.id))
  const general = causes.findLast((cause) => cause.component === null)
  for (const component of of(other.id).difference(of(row.id))) {
    const cause = causes.findLast((c) => c.component === component) ?? general
    if (cause === undefined) continue
    const { kind, vendor, because, at, by } = cause
    await ctx.tx
      .insert(incidentCause)
      .values({ incidentId: row.id, component, kind, vendor, because, at, by })
  }
}
