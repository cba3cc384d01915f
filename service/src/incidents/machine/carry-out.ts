import { announce, type Ctx } from '@tractops/platform'
import { and, eq, gt, max } from 'drizzle-orm'
import { type IncidentRow, newId, tell } from '../record/hold.ts'
import { incident, incidentSpan, incidentUpdate } from '../tables.ts'
import { decideMachine, type Said } from './decide-machine.ts'
import type { MachineTexts } from './machine-texts.ts'
import { goodSince, type Outage, type RecordedSpan, type Watched } from './outages.ts'

const actions: Partial<Record<Said['kind'], string>> = { opened: 'incident.opened' }

/** The row of the incident that the machine opens for these outages. */
export function newIncident(ctx: Ctx, fresh: readonly Outage[], texts: MachineTexts): IncidentRow {
  const nobody = { takenAt: null, takenBy: null, mergedInto: null, mergedAt: null }
  const notDue = { resolveDueAt: null, postmortemDueAt: null, remindDueAt: null }
  return {
    id: newId('inc'),
    title: texts.title(fresh.map(({ name }) => name)),
    impact: 'critical',
    state: 'investigating',
    automatic: true,
    followed: true,
    startedAt: fresh.map(({ start }) => start).toSorted(Temporal.Instant.compare)[0]!,
    resolvedAt: null,
    goodSince: null,
    ...{ createdAt: ctx.now, createdBy: ctx.actor, updatedAt: ctx.now },
    ...nobody,
    ...notDue,
  }
}

/** Takes over what the measurement now says of outages that incidents know; `recorded` is what it said before. */
export async function changeSpans(
  ctx: Ctx,
  changed: readonly RecordedSpan[],
  recorded: readonly RecordedSpan[],
): Promise<void> {
  if (changed.length === 0) return
  for (const { id, incidentId, start, end } of changed) {
    await ctx.tx.update(incidentSpan).set({ start, end }).where(eq(incidentSpan.id, id))
    await beginBy(ctx, incidentId, start)
    const was = recorded.find((span) => span.id === id)?.end ?? null
    if (was !== null && end !== null) await endBy(ctx, incidentId, was)
  }
  await announce(ctx, 'incidents')
}

/** Does what the machine decides for the incident that it follows: the incident, its outages, and what is said. */
export async function carryOut(
  ctx: Ctx,
  { row, isNew }: { row: IncidentRow; isNew: boolean },
  { fresh, watched, texts }: { fresh: readonly Outage[]; watched: readonly Watched[]; texts: MachineTexts },
): Promise<void> {
  const spans = await ctx.tx
    .select()
    .from(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, row.id), incidentSpan.measured))
  const known = new Map(spans.map((span) => [span.component, span.name]))
  const keys = new Set([...known.keys(), ...fresh.map(({ key }) => key)])
  const measured = { fresh, known, goodSince: allGoodSince(watched, keys, ctx.now) }
  const { change, said } = decideMachine(
    { ...row, taken: row.takenAt !== null, isNew },
    measured,
    texts,
    ctx.now,
  )
  const updatedAt = said.length > 0 ? ctx.now : row.updatedAt
  if (isNew) await ctx.tx.insert(incident).values(row)
  await ctx.tx
    .update(incident)
    .set({ ...change, followed: true, updatedAt })
    .where(eq(incident.id, row.id))
  for (const { key, name, start, end } of fresh) {
    const of = { component: key, name, impact: 'major_outage' as const, start, end, measured: true }
    await ctx.tx.insert(incidentSpan).values({ incidentId: row.id, ...of })
    await beginBy(ctx, row.id, start)
  }
  for (const one of said) await say(ctx, row.id, one)
}

async function say(ctx: Ctx, incidentId: string, { kind, state, text }: Said): Promise<void> {
  const id = newId('upd')
  await ctx.tx.insert(incidentUpdate).values({
    ...{ id, incidentId, origin: incidentId, state, text },
    ...{ at: ctx.now, postedAt: ctx.now, by: ctx.actor },
  })
  await tell(ctx, {
    ...{ incidentId, updateId: id, kinds: [kind], action: actions[kind] ?? 'incident.updated' },
    detail: { update: id, state, text },
  })
}

/** An incident begins no later than what was measured in it. */
async function beginBy({ tx }: Ctx, incidentId: string, start: Temporal.Instant): Promise<void> {
  await tx
    .update(incident)
    .set({ startedAt: start })
    .where(and(eq(incident.id, incidentId), gt(incident.startedAt, start)))
}

/** An incident that was resolved with an outage's first good check is so with the last of the outages, as they are dated now. */
async function endBy({ tx }: Ctx, incidentId: string, was: Temporal.Instant): Promise<void> {
  const [last] = await tx
    .select({ end: max(incidentSpan.end) })
    .from(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, incidentId), incidentSpan.measured))
  if (last?.end == null) return
  await tx
    .update(incident)
    .set({ resolvedAt: last.end })
    .where(and(eq(incident.id, incidentId), eq(incident.resolvedAt, was)))
}

/** Since when all of the components have been good; one that is no longer watched says nothing. */
function allGoodSince(
  watched: readonly Watched[],
  keys: ReadonlySet<string>,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const each = watched.filter(({ key }) => keys.has(key)).map(goodSince)
  if (each.includes(null)) return null
  return (each as Temporal.Instant[]).toSorted(Temporal.Instant.compare).at(-1) ?? now
}
