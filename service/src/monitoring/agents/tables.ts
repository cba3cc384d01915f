import { type Actor, instant } from '@tractops/platform'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import type { Memory } from '../record/take-result.ts'
import { monitor } from '../tables.ts'

/** The agent in the service's own process; its row is there from the first migration on. */
export const BUILT_IN = 0

/**
 * A probe agent: a process somewhere that carries out the same checks. Its token is shown once and never kept, only its
 * SHA-256 in hex. The rest is what it last told of itself, and what of its results was refused.
 */
export const probeAgent = pgTable('probe_agent', {
  id: smallint('id').primaryKey().generatedByDefaultAsIdentity(),
  name: text('name').notNull(),
  region: text('region'),
  hash: text('hash').unique(),
  createdAt: instant('created_at').notNull(),
  createdBy: jsonb('created_by').$type<Actor>().notNull(),
  revokedAt: instant('revoked_at'),
  revokedBy: jsonb('revoked_by').$type<Actor>(),
  seenAt: instant('seen_at'),
  /** How far its clock is ahead of the server's, in ms, and the round trip that it was measured by. */
  skewMs: integer('skew_ms'),
  roundTripMs: integer('round_trip_ms'),
  /** Results that wait in its spool, and how many it had to drop since it began because the spool was full. */
  waiting: integer('waiting').notNull().default(0),
  dropped: bigint('dropped', { mode: 'number' }).notNull().default(0),
  /** Whether it reaches its control targets, as far as it last said. */
  blind: boolean('blind').notNull().default(false),
  refused: bigint('refused', { mode: 'number' }).notNull().default(0),
  refusedAt: instant('refused_at'),
  refusedBecause: text('refused_because'),
})

/** How far the results of an agent's spool are in the database: every number up to `seq` has been dealt with, once. */
export const probeSpool = pgTable(
  'probe_spool',
  {
    agentId: smallint('agent_id')
      .notNull()
      .references(() => probeAgent.id),
    spool: text('spool').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ name: 'probe_spool_key', columns: [t.agentId, t.spool] })],
)

/** What one agent found of one monitor, as far as it must be remembered between two of its results. */
export const observer = pgTable(
  'observer',
  {
    monitorId: integer('monitor_id')
      .notNull()
      .references(() => monitor.id),
    agentId: smallint('agent_id')
      .notNull()
      .references(() => probeAgent.id),
    memory: jsonb('memory').$type<Memory>().notNull(),
  },
  (t) => [
    primaryKey({ name: 'observer_key', columns: [t.monitorId, t.agentId] }),
    index('observer_agent').on(t.agentId),
  ],
)

/** Every change that one agent saw, confirmed by its own second check; `transition` is what they say together. */
export const observedTransition = pgTable(
  'observed_transition',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    monitorId: integer('monitor_id').notNull(),
    agentId: smallint('agent_id').notNull(),
    at: instant('at').notNull(),
    /** The agent's last check before the one that showed this state. */
    before: instant('before_at'),
    state: text('state').$type<'up' | 'degraded' | 'down' | 'unmeasured'>().notNull(),
    reason: text('reason'),
  },
  (t) => [
    index('observed_transition_at').on(t.monitorId, t.agentId, t.at, t.id),
    index('observed_transition_agent').on(t.agentId),
    foreignKey({
      name: 'observed_transition_observer',
      columns: [t.monitorId, t.agentId],
      foreignColumns: [observer.monitorId, observer.agentId],
    }),
  ],
)
