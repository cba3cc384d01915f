import { bytes, instant } from '@tractops/platform'
import type { MonitorState, Track } from '@tractops/sla'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'

/** A part of the application. One that has left the configuration is retired, and kept for its history. */
export const component = pgTable('component', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  key: text('key').notNull().unique(),
  name: text('name').notNull(),
  description: text('description'),
  position: integer('position').notNull(),
  retiredAt: instant('retired_at'),
})

/** From when to when a component was watched, and whether it was critical then: a later change does not judge the past. */
export const componentSpan = pgTable(
  'component_span',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    componentId: integer('component_id')
      .notNull()
      .references(() => component.id),
    start: instant('start_at').notNull(),
    end: instant('end_at'),
    critical: boolean('critical').notNull(),
  },
  (t) => [index('component_span_component').on(t.componentId, t.start)],
)

/**
 * `changedMs`: when the last transition was that was told as it happened; none is dated before it. `measuredMs`: since when there has
 * been no gap. Both in epoch ms.
 */
export type StandingTrack = Track & { changedMs?: number; measuredMs?: number }

/** A check and what must be remembered of it between two results. Moved to another component it is another monitor. */
export const monitor = pgTable(
  'monitor',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    key: text('key').notNull(),
    componentId: integer('component_id')
      .notNull()
      .references(() => component.id),
    everyMs: integer('every_ms').notNull(),
    /** What its agents say together: when one of them last looked, and the confirmed state. Each agent's own is in `observer`. */
    track: jsonb('track').$type<StandingTrack>().notNull(),
    /** When its agents were last asked to look again at once. */
    recheckAt: instant('recheck_at'),
    /** How often its transitions have changed; counted by a trigger of theirs, so that readers can tell what they know already. */
    changes: integer('changes').notNull().default(0),
    retiredAt: instant('retired_at'),
  },
  (t) => [unique('monitor_key').on(t.componentId, t.key)],
)

/** What a monitor is from a transition on; `absent`: not in the configuration, so it says nothing of its component. */
export type RecordedState = MonitorState | 'unmeasured' | 'absent'

/**
 * The truth of the measurement: every confirmed change of every monitor, in order of `at`, then `id`. A reader takes those
 * that stand. Where late results filled what was unmeasured, theirs are marked `late`. What they took the place of is kept,
 * superseded, and so is a change whose date they moved.
 */
export const transition = pgTable(
  'transition',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    monitorId: integer('monitor_id')
      .notNull()
      .references(() => monitor.id),
    at: instant('at').notNull(),
    state: text('state').$type<RecordedState>().notNull(),
    reason: text('reason'),
    late: boolean('late').notNull().default(false),
    supersededAt: instant('superseded_at'),
  },
  (t) => [index('transition_monitor_at').on(t.monitorId, t.at, t.id)],
)

/** The sentences of failed checks, each once. */
export const checkReason = pgTable('check_reason', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  text: text('text').notNull().unique(),
})

/**
 * Raw results, kept 90 days, in a partition for each UTC day (the migration makes it so), which is dropped whole. A row
 * takes 52 bytes on disk: columns go from wide to narrow so that none is padded, and the one index is a BRIN of a few
 * pages, for reading some hours of a day. No page that the public waits for reads this table.
 */
export const checkResult = pgTable(
  'check_result',
  {
    at: instant('at').notNull(),
    monitorId: integer('monitor_id').notNull(),
    latencyMs: integer('latency_ms').notNull(),
    reasonId: integer('reason_id'),
    /** 0 up, 1 degraded, 2 down; 3 blind: it counts for nothing. */
    state: smallint('state').notNull(),
    statusCode: smallint('status_code'),
    /** Who looked; null: the built-in agent. */
    agentId: smallint('agent_id'),
  },
  (t) => [index('check_result_at').using('brin', t.at).with({ autosummarize: true })],
)

/** How long a monitor's checks of an hour took, kept as long as the raw results. */
export const latencyHour = pgTable(
  'latency_hour',
  {
    hour: instant('hour').notNull(),
    monitorId: integer('monitor_id')
      .notNull()
      .references(() => monitor.id),
    /** Checks that found it down; how long they took says nothing of how fast it answers. */
    failed: integer('failed').notNull(),
    /** The others: a byte each, the number of its bucket, in the order in which they came. */
    answered: bytes('answered').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.monitorId, t.hour] }),
    index('latency_hour_hour').using('brin', t.hour).with({ autosummarize: true }),
  ],
)

/** The same of a UTC day, for ever: written once, when its hours go. */
export const latencyDay = pgTable(
  'latency_day',
  {
    day: instant('day').notNull(),
    monitorId: integer('monitor_id')
      .notNull()
      .references(() => monitor.id),
    failed: integer('failed').notNull(),
    answered: integer('answered').notNull(),
    histogram: bytes('histogram').notNull(),
  },
  (t) => [primaryKey({ columns: [t.monitorId, t.day] }), index('latency_day_day').using('brin', t.day)],
)
