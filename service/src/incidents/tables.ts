import { type Actor, instant } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { CauseKind, ChangeKind, ComponentImpact, Impact, IncidentState } from './words.ts'

/**
 * An incident as it stands; what happened in it is in its updates. At most one unresolved incident is followed by the
 * machine, so that two processes cannot open two for one outage.
 */
export const incident = pgTable(
  'incident',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    impact: text('impact').$type<Impact>().notNull(),
    state: text('state').$type<IncidentState>().notNull(),
    /** Opened by the machine. */
    automatic: boolean('automatic').notNull(),
    /** The machine writes here what it measures. */
    followed: boolean('followed').notNull(),
    startedAt: instant('started_at').notNull(),
    resolvedAt: instant('resolved_at'),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** The first person who changed anything; from then on only people resolve it. */
    takenAt: instant('taken_at'),
    takenBy: jsonb('taken_by').$type<Actor>(),
    /** The first good check after everything in it had recovered. */
    goodSince: instant('good_since'),
    /** When the machine resolves it, if nobody takes it and nothing fails until then. */
    resolveDueAt: instant('resolve_due_at'),
    postmortemDueAt: instant('postmortem_due_at'),
    /** When the leads are next reminded of the postmortem. */
    remindDueAt: instant('remind_due_at'),
    mergedInto: text('merged_into').references((): AnyPgColumn => incident.id),
    mergedAt: instant('merged_at'),
  },
  (t) => [
    uniqueIndex('incident_one_followed').on(t.followed).where(sql`${t.followed} and ${t.resolvedAt} is null`),
    index('incident_created').on(t.createdAt, t.id),
    index('incident_started').on(t.startedAt),
    index('incident_unresolved').on(t.startedAt).where(sql`${t.resolvedAt} is null`),
    index('incident_resolve_due').on(t.resolveDueAt).where(sql`${t.resolveDueAt} is not null`),
    index('incident_remind_due').on(t.remindDueAt).where(sql`${t.remindDueAt} is not null`),
    index('incident_postmortem_due').on(t.postmortemDueAt).where(sql`${t.postmortemDueAt} is not null`),
    index('incident_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
  ],
)

/** How a component was affected, from when to when: as it was measured, or as a person said. */
export const incidentSpan = pgTable(
  'incident_span',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incident.id),
    /** Key and name of the component as they were then; a component may leave the configuration. */
    component: text('component').notNull(),
    name: text('name').notNull(),
    impact: text('impact').$type<ComponentImpact>().notNull(),
    start: instant('start_at').notNull(),
    end: instant('end_at'),
    measured: boolean('measured').notNull(),
  },
  (t) => [
    index('incident_span_incident').on(t.incidentId),
    index('incident_span_start').on(t.start),
    uniqueIndex('incident_span_measured').on(t.component, t.start).where(sql`${t.measured}`),
  ],
)

/** What was said, in Markdown. `at` is when it was so, `postedAt` when it was written. */
export const incidentUpdate = pgTable(
  'incident_update',
  {
    id: text('id').primaryKey(),
    /** The order of writing, for those of one instant. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incident.id),
    /** The incident that it was written in, where that was merged into this one. */
    origin: text('origin')
      .notNull()
      .references(() => incident.id),
    state: text('state').$type<IncidentState>().notNull(),
    text: text('text').notNull(),
    at: instant('at').notNull(),
    postedAt: instant('posted_at').notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
  },
  (t) => [
    index('incident_update_incident').on(t.incidentId, t.at, t.seq),
    index('incident_update_origin').on(t.origin),
  ],
)

/** What an update said before it was edited. */
export const incidentUpdateEdit = pgTable(
  'incident_update_edit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    updateId: text('update_id')
      .notNull()
      .references(() => incidentUpdate.id),
    at: instant('at').notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
    previousText: text('previous_text').notNull(),
  },
  (t) => [index('incident_update_edit_update').on(t.updateId, t.id)],
)

/** Who said what caused it, when, and why. The latest one stands, for a component before the one for all of it. */
export const incidentCause = pgTable(
  'incident_cause',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incident.id),
    component: text('component'),
    kind: text('kind').$type<CauseKind>().notNull(),
    vendor: text('vendor'),
    because: text('because').notNull(),
    at: instant('at').notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
  },
  (t) => [index('incident_cause_incident').on(t.incidentId, t.id)],
)

/** Every public change, in the order in which it was committed, so that each is told to others once. */
export const incidentChange = pgTable(
  'incident_change',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incident.id),
    updateId: text('update_id').references(() => incidentUpdate.id),
    kind: text('kind').$type<ChangeKind>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    index('incident_change_incident').on(t.incidentId),
    index('incident_change_update').on(t.updateId).where(sql`${t.updateId} is not null`),
  ],
)

/** One row: since when the machine opens incidents, and how far it has looked. */
export const incidentWatch = pgTable('incident_watch', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  since: instant('since').notNull(),
  lookedAt: instant('looked_at').notNull(),
})

/** Texts to begin from. One that is deleted stays, so that a built-in one does not come back. */
export const incidentTemplate = pgTable('incident_template', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  title: text('title'),
  state: text('state').$type<IncidentState>(),
  text: text('text').notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: jsonb('changed_by').$type<Actor>().notNull(),
  deletedAt: instant('deleted_at'),
})

/** A declaration of force majeure, signed by an officer. One that is withdrawn stays. */
export const forceMajeure = pgTable(
  'force_majeure',
  {
    id: text('id').primaryKey(),
    start: instant('start_at').notNull(),
    end: instant('end_at').notNull(),
    text: text('text').notNull(),
    declaredBy: text('declared_by').notNull(),
    declaredAs: jsonb('declared_as').$type<Actor>().notNull(),
    publishedAt: instant('published_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: jsonb('withdrawn_by').$type<Actor>(),
    withdrawnBecause: text('withdrawn_because'),
  },
  (t) => [index('force_majeure_start').on(t.start)],
)

/** What a named person settled an unmeasured stretch as, and why. Where two overlap the later one stands. */
export const gapSettlement = pgTable(
  'gap_settlement',
  {
    id: text('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    start: instant('start_at').notNull(),
    end: instant('end_at').notNull(),
    settled: text('settled').$type<'up' | 'down'>().notNull(),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
  },
  (t) => [index('gap_settlement_start').on(t.start)],
)
