import type { Ctx } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { incident, incidentSpan, incidentUpdate } from '../tables.ts'
import type { UpdateState } from '../words.ts'
import { decideUpdate } from './decide-update.ts'
import { fillText } from './fill-text.ts'
import { heldIncident, type IncidentRow, newId, takenBy, tell } from './hold.ts'
import { zoneAt } from './zone-at.ts'

export type PostUpdate = {
  incidentId: string
  /** Default: the present state. */
  state?: UpdateState | undefined
  text: string
  /** When it was so; default: now. */
  at?: Temporal.Instant | undefined
  policies: readonly Policy[]
}

/**
 * Writes an update, which may change the state of the incident: see {@link decideUpdate} for what is refused. Whoever writes it
 * takes the incident.
 */
export async function postUpdate(ctx: Ctx, input: PostUpdate): Promise<{ id: string }> {
  const row = await heldIncident(ctx, input.incidentId)
  const spans = await ctx.tx.select().from(incidentSpan).where(eq(incidentSpan.incidentId, row.id))
  const updates = await ctx.tx
    .select()
    .from(incidentUpdate)
    .where(eq(incidentUpdate.incidentId, row.id))
    .orderBy(asc(incidentUpdate.at), asc(incidentUpdate.seq))
  const known = { row, measured: spans.filter((span) => span.measured), updates }
  const { state, at, change, resolves } = decideUpdate(known, input, ctx.now)
  const facts = { ...row, now: ctx.now, zone: zoneAt(input.policies, ctx.now) }
  const components = [...new Set(spans.map((span) => span.name))]
  const text = fillText(input.text, { ...facts, components })
  const id = newId('upd')
  await ctx.tx.insert(incidentUpdate).values({
    ...{ id, incidentId: row.id, origin: row.id, state, text, at },
    ...{ postedAt: ctx.now, by: ctx.actor },
  })
  const followed = change.resolvedAt === null ? { followed: await mayFollow(ctx, row) } : {}
  await ctx.tx
    .update(incident)
    .set({ ...takenBy(ctx, row), ...change, ...followed })
    .where(eq(incident.id, row.id))
  if (resolves) await endSpans(ctx, row.id, at)
  await tell(ctx, {
    ...{ incidentId: row.id, updateId: id, kinds: [resolves ? 'resolved' : 'updated'] },
    action: 'incident.updated',
    detail: { update: id, state, at: String(at), text },
  })
  return { id }
}

/** Of the unresolved incidents the machine follows one at most; one that is taken up again may have lost its turn. */
async function mayFollow(ctx: Ctx, row: IncidentRow): Promise<boolean> {
  if (!row.followed) return false
  const [other] = await ctx.tx
    .select({ id: incident.id })
    .from(incident)
    .where(and(incident.followed, isNull(incident.resolvedAt)))
  return other === undefined
}

/** What people said to be affected is affected until the incident is over, where they said no end. */
async function endSpans(ctx: Ctx, incidentId: string, at: Temporal.Instant): Promise<void> {
  await ctx.tx
    .update(incidentSpan)
    .set({ end: at })
    .where(
      and(
        eq(incidentSpan.incidentId, incidentId),
        isNull(incidentSpan.end),
        eq(incidentSpan.measured, false),
      ),
    )
}
