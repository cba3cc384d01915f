import { type Actor, renderMarkdown } from '@tractops/platform'
import type { incident, incidentCause, incidentSpan, incidentUpdate, incidentUpdateEdit } from '../tables.ts'
import type { CauseKind, ComponentImpact, Impact, IncidentState } from '../words.ts'

/** What an update says: as it stands, when it was so and when that was written, and everything that it said before. */
type PublicUpdate = {
  id: string
  state: IncidentState
  /** Markdown. */
  text: string
  /** The same as HTML that is safe to show. */
  html: string
  at: Temporal.Instant
  postedAt: Temporal.Instant
  by: string
  /** Written later than it says that it was so. */
  backdated: boolean
  edited: { at: Temporal.Instant; by: string; previousText: string }[]
  /** The incident that it was written in, where that one was merged into this. */
  origin: string | null
}

/** `vendor` is named where the kind is `vendor`, `component` where it is not the cause of the whole incident. */
type PublicCause = {
  component?: string
  kind: CauseKind
  vendor?: string
  because: string
  by: string
  at: Temporal.Instant
}

/** How a component was affected; `end` is null while it is. */
type PublicSpan = {
  key: string
  impact: ComponentImpact
  start: Temporal.Instant
  end: Temporal.Instant | null
}

/** An incident as everybody may read it; its updates oldest first. */
export type PublicIncident = {
  id: string
  title: string
  impact: Impact
  state: IncidentState
  automatic: boolean
  components: { key: string; name: string }[]
  spans: PublicSpan[]
  startedAt: Temporal.Instant
  resolvedAt: Temporal.Instant | null
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
  /** What stands as the cause of the whole. */
  cause: PublicCause | null
  /** Everything that was ever recorded as a cause, the latest last. */
  causes: PublicCause[]
  updates: PublicUpdate[]
  mergedInto: string | null
}

/** What the machine says of itself where others sign with their name. */
const AUTOMATIC = 'automatic'
const BACKDATED_MS = 60_000

export type Rows = {
  spans: (typeof incidentSpan.$inferSelect)[]
  updates: (typeof incidentUpdate.$inferSelect)[]
  edits: (typeof incidentUpdateEdit.$inferSelect)[]
  causes: (typeof incidentCause.$inferSelect)[]
}

/** The incident of these rows, which are all of its own and in order. */
export function publicIncidentOf(row: typeof incident.$inferSelect, rows: Rows): PublicIncident {
  const { id, title, impact, state, automatic, startedAt, resolvedAt, createdAt, updatedAt, mergedInto } = row
  const names = new Map(rows.spans.map((span) => [span.component, span.name]))
  const cause = rows.causes.findLast((c) => c.component === null)
  return {
    id,
    title,
    impact,
    state,
    automatic,
    components: [...names].map(([key, name]) => ({ key, name })),
    spans: rows.spans.map(({ component: key, impact, start, end }) => ({ key, impact, start, end })),
    startedAt,
    resolvedAt,
    createdAt,
    updatedAt,
    cause: cause === undefined ? null : publicCause(cause),
    causes: rows.causes.map(publicCause),
    updates: rows.updates.map((update) => publicUpdate(update, rows.edits)),
    mergedInto,
  }
}

/** The name that somebody signs with in public. */
export function publicName(actor: Actor): string {
  return actor.kind === 'system' ? AUTOMATIC : actor.name
}

function publicCause(row: typeof incidentCause.$inferSelect): PublicCause {
  const { component, kind, vendor, because, at } = row
  return {
    ...(component === null ? {} : { component }),
    kind,
    ...(vendor === null ? {} : { vendor }),
    because,
    by: publicName(row.by),
    at,
  }
}

function publicUpdate(row: typeof incidentUpdate.$inferSelect, edits: Rows['edits']): PublicUpdate {
  const { id, state, text, at, postedAt, by, origin, incidentId } = row
  return {
    id,
    state,
    text,
    html: renderMarkdown(text),
    at,
    postedAt,
    by: publicName(by),
    backdated: postedAt.epochMilliseconds - at.epochMilliseconds > BACKDATED_MS,
    edited: edits
      .filter((edit) => edit.updateId === id)
      .map((edit) => ({ at: edit.at, by: publicName(edit.by), previousText: edit.previousText })),
    origin: origin === incidentId ? null : origin,
  }
}
