import { AppError, type Ctx, type JsonValue } from '@tractops/platform'
import { and, asc, eq } from 'drizzle-orm'
import { incident, incidentSpan, incidentUpdate } from '../tables.ts'
import type { Impact } from '../words.ts'
import { type ComponentInput, checkStart, spanOf } from './create-incident.ts'
import { heldIncident, type IncidentRow, takenBy, tell } from './hold.ts'
import { knownComponents } from './known-components.ts'
import { postmortemOf } from './resolution.ts'

export type ChangeIncident = {
  incidentId: string
  title?: string | undefined
  impact?: Impact | undefined
  startedAt?: Temporal.Instant | undefined
  /** All that people say of components; what was measured of them stays. */
  components?: readonly ComponentInput[] | undefined
}

/**
 * Changes what an incident is called, how bad it is, when it began and what it affects. It does not begin after anything that
 * was measured or said of it. @throws AppError `start_in_future`, `start_too_early`, `start_too_late`, `component_unknown`, `span_reversed`
 */
export async function changeIncident(ctx: Ctx, input: ChangeIncident): Promise<void> {
  const row = await heldIncident(ctx, input.incidentId)
  const { title = row.title, impact = row.impact, startedAt = row.startedAt, components } = input
  const before = await ctx.tx
    .select()
    .from(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, row.id), eq(incidentSpan.measured, false)))
    .orderBy(asc(incidentSpan.start), asc(incidentSpan.id))
  if (input.startedAt !== undefined)
    await checkNewStart(ctx, row, startedAt, components === undefined ? before : [])
  if (components !== undefined) await replaceSpans(ctx, { ...row, startedAt }, components, before)
  const owed = impact === row.impact || row.state !== 'resolved' ? {} : postmortemOf(impact, row.resolvedAt)
  await ctx.tx
    .update(incident)
    .set({ title, impact, startedAt, ...owed, ...takenBy(ctx, row) })
    .where(eq(incident.id, row.id))
  const detail: { [key: string]: JsonValue } = {}
  if (title !== row.title) detail.title = { from: row.title, to: title }
  if (impact !== row.impact) detail.impact = { from: row.impact, to: impact }
  if (!startedAt.equals(row.startedAt))
    detail.startedAt = { from: String(row.startedAt), to: String(startedAt) }
  if (components !== undefined) {
    const from = before.map(({ component, impact, start, end }) => spanText(component, impact, start, end))
    detail.components = { from, to: components.map((c) => spanText(c.key, c.impact, c.start, c.end)) }
  }
  await tell(ctx, { incidentId: row.id, kinds: ['edited'], action: 'incident.changed', detail })
}

/** What people say of components can be said anew along with the start; what was measured or written stands. */
async function checkNewStart(
  ctx: Ctx,
  row: IncidentRow,
  startedAt: Temporal.Instant,
  said: readonly { start: Temporal.Instant }[],
): Promise<void> {
  checkStart(startedAt, row.createdAt, ctx.now)
  const measured = await ctx.tx
    .select({ start: incidentSpan.start })
    .from(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, row.id), eq(incidentSpan.measured, true)))
  const updates = await ctx.tx
    .select({ start: incidentUpdate.at })
    .from(incidentUpdate)
    .where(eq(incidentUpdate.incidentId, row.id))
  const late = [...measured, ...said, ...updates].find(
    ({ start }) => Temporal.Instant.compare(start, startedAt) < 0,
  )
  if (late !== undefined)
    throw new AppError(
      'start_too_late',
      400,
      `It had begun at ${late.start} already, by what was measured and said; date it no later.`,
      { path: 'startedAt' },
    )
}

async function replaceSpans(
  ctx: Ctx,
  row: IncidentRow,
  components: readonly ComponentInput[],
  before: readonly (typeof incidentSpan.$inferSelect)[],
): Promise<void> {
  const names = await knownComponents(
    ctx,
    components.map((c) => c.key),
  )
  const spans = components.map((c, i) => {
    const start =
      c.start ?? before.find((span) => span.component === c.key && span.impact === c.impact)?.start
    const end = c.end === undefined ? row.resolvedAt : c.end
    return spanOf(row.id, { ...c, start, end }, { i, startedAt: row.startedAt, now: ctx.now, names })
  })
  await ctx.tx
    .delete(incidentSpan)
    .where(and(eq(incidentSpan.incidentId, row.id), eq(incidentSpan.measured, false)))
  if (spans.length > 0) await ctx.tx.insert(incidentSpan).values(spans)
}

function spanText(
  key: string,
  impact: string,
  start: Temporal.Instant | undefined,
  end: Temporal.Instant | null | undefined,
): string {
  return `${key} ${impact} ${start ?? ''}/${end ?? ''}`
}
