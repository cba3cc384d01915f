import type { Ctx } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { and, asc, eq, gte, inArray, isNull, or } from 'drizzle-orm'
import { componentHistory } from '../../monitoring/index.ts'
import { holdIncidents, type IncidentRow } from '../record/hold.ts'
import { zoneAt } from '../record/zone-at.ts'
import { incident, incidentSpan } from '../tables.ts'
import { type Out, writeToStaff } from '../write-to-staff.ts'
import { carryOut, changeSpans, newIncident } from './carry-out.ts'
import { machineTexts } from './machine-texts.ts'
import { compareSpans, type Outage } from './outages.ts'
import { windowToLookAt } from './window.ts'

/**
 * Brings the incidents in line with what was measured: an outage of a critical component that no incident knows (row 2) opens one, or
 * joins the one that is open; staff are written to of a new one; recovery is told, and resolves what nobody took. Everything follows from the database, so it may be
 * called by anybody, at any time, as often as one likes; what was missed by a process that was killed is found by the next call.
 */
export async function followMeasurements(
  ctx: Ctx,
  { policies, out }: { policies: readonly Policy[]; out: Out },
): Promise<void> {
  await holdIncidents(ctx)
  const from = await windowToLookAt(ctx)
  const watched = await componentHistory(ctx, { from, to: ctx.now })
  const recorded = await ctx.tx
    .select()
    .from(incidentSpan)
    .where(and(incidentSpan.measured, or(isNull(incidentSpan.end), gte(incidentSpan.end, from))))
    .orderBy(asc(incidentSpan.id))
  const { fresh, changed } = compareSpans(watched, recorded, ctx.now)
  await changeSpans(ctx, changed, recorded)
  const texts = machineTexts(zoneAt(policies, ctx.now))
  const followed = await followedIncident(ctx, fresh)
  if (followed !== null) await carryOut(ctx, { row: followed, isNew: false }, { fresh, watched, texts })
  else if (fresh.length > 0) {
    const row = newIncident(ctx, fresh, texts)
    await carryOut(ctx, { row, isNew: true }, { fresh, watched, texts })
    await writeToStaff(ctx, out, 'agent', {
      ...{ kind: 'incident.opened', incidentId: row.id, subject: row.title },
      paragraphs: [
        texts.found(fresh),
        'Write in the incident what you find: whoever writes there first takes it.',
      ],
      idempotencyKey: `incident.opened/${row.id}`,
    })
  }
}

/** The incident that is followed; else one of people's that names a component that has failed now; else none. */
async function followedIncident({ tx }: Ctx, fresh: readonly Outage[]): Promise<IncidentRow | null> {
  const unresolved = and(isNull(incident.resolvedAt), isNull(incident.mergedInto))
  const [followed] = await tx.select().from(incident).where(and(incident.followed, unresolved))
  if (followed !== undefined || fresh.length === 0) return followed ?? null
  const keys = fresh.map((outage) => outage.key)
  const [named] = await tx
    .select({ incident })
    .from(incident)
    .innerJoin(incidentSpan, eq(incidentSpan.incidentId, incident.id))
    .where(and(unresolved, inArray(incidentSpan.component, keys), isNull(incidentSpan.end)))
    .orderBy(asc(incident.startedAt))
    .limit(1)
  return named?.incident ?? null
}
