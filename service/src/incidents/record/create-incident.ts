import { AppError, type Ctx } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { incident, incidentSpan, incidentUpdate } from '../tables.ts'
import type { ComponentImpact, Impact, UpdateState } from '../words.ts'
import { fillText } from './fill-text.ts'
import { holdIncidents, newId, tell } from './hold.ts'
import { knownComponents } from './known-components.ts'
import { zoneAt } from './zone-at.ts'

export type ComponentInput = {
  key: string
  impact: ComponentImpact
  start?: Temporal.Instant | undefined
  end?: Temporal.Instant | null | undefined
}

export type CreateIncident = {
  title: string
  impact: Impact
  state: Exclude<UpdateState, 'resolved'>
  text: string
  components: readonly ComponentInput[]
  startedAt?: Temporal.Instant | undefined
  policies: readonly Policy[]
}

const EARLIEST_START_HOURS = 7 * 24

/**
 * A person opens an incident. It may have begun up to 7 days ago; when it was written is told beside it.
 *
 * @throws AppError `start_in_future`, `start_too_early`, `component_unknown`, `span_reversed`, `variable_unknown`
 */
export async function createIncident(ctx: Ctx, input: CreateIncident): Promise<{ id: string }> {
  await holdIncidents(ctx)
  const { title, impact, state } = input
  const startedAt = input.startedAt ?? ctx.now
  checkStart(startedAt, ctx.now, ctx.now)
  const names = await knownComponents(
    ctx,
    input.components.map((c) => c.key),
  )
  const id = newId('inc')
  const spans = input.components.map((c, i) => spanOf(id, c, { i, startedAt, now: ctx.now, names }))
  const facts = { title, impact, startedAt, now: ctx.now, zone: zoneAt(input.policies, ctx.now) }
  const components = [...new Set(spans.map(({ name }) => name))]
  const text = fillText(input.text, { ...facts, components })
  const person = { createdAt: ctx.now, createdBy: ctx.actor, takenAt: ctx.now, takenBy: ctx.actor }
  await ctx.tx.insert(incident).values({
    ...{ id, title, impact, state, startedAt, updatedAt: ctx.now, ...person },
    automatic: false,
    followed: false,
  })
  if (spans.length > 0) await ctx.tx.insert(incidentSpan).values(spans)
  const updateId = newId('upd')
  await ctx.tx.insert(incidentUpdate).values({
    ...{ id: updateId, incidentId: id, origin: id, state, text },
    ...{ at: ctx.now, postedAt: ctx.now, by: ctx.actor },
  })
  await tell(ctx, {
    ...{ incidentId: id, updateId, kinds: ['opened'], action: 'incident.opened' },
    detail: {
      title,
      impact,
      state,
      startedAt: String(startedAt),
      components: spans.map((s) => s.component),
      text,
    },
  })
  return { id }
}

/** An incident begins before now, and at most 7 days before it was opened. */
export function checkStart(
  startedAt: Temporal.Instant,
  createdAt: Temporal.Instant,
  now: Temporal.Instant,
): void {
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'startedAt' })
  if (Temporal.Instant.compare(startedAt, now) > 0)
    throw refuse('start_in_future', 'An incident cannot begin in the future; what is planned is maintenance.')
  if (Temporal.Instant.compare(startedAt, createdAt.subtract({ hours: EARLIEST_START_HOURS })) < 0)
    throw refuse('start_too_early', 'An incident can be dated back 7 days at most from when it was opened.')
}

/** What a person says of a component, as a row. */
export function spanOf(
  incidentId: string,
  { key, impact, start, end = null }: ComponentInput,
  of: { i: number; startedAt: Temporal.Instant; now: Temporal.Instant; names: ReadonlyMap<string, string> },
): typeof incidentSpan.$inferInsert {
  const from = start ?? of.startedAt
  const past = [from, ...(end === null ? [] : [end])].every((at) => Temporal.Instant.compare(at, of.now) <= 0)
  const forward = end === null || Temporal.Instant.compare(from, end) <= 0
  if (!past || !forward || Temporal.Instant.compare(from, of.startedAt) < 0)
    throw new AppError(
      'span_reversed',
      400,
      `A component is affected from the start of the incident on, to the present at most, and begins before it ends.`,
      { path: `components.${of.i}` },
    )
  return { incidentId, component: key, name: of.names.get(key)!, impact, start: from, end, measured: false }
}
