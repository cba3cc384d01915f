import { instant } from '@tractops/platform'
import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { monitor } from '../tables.ts'

/** A target that calls us. `dueAt` is when it is overdue; null until its first beat, when nothing is known of it. */
export const heartbeat = pgTable(
  'heartbeat',
  {
    monitorId: integer('monitor_id')
      .primaryKey()
      .references(() => monitor.id),
    tokenHash: text('token_hash').notNull().unique(),
    periodMs: bigint('period_ms', { mode: 'number' }).notNull(),
    graceMs: bigint('grace_ms', { mode: 'number' }).notNull(),
    beatAt: instant('beat_at'),
    /** When its last result is dated at; the next one is later, whatever the clock says. */
    resultAt: instant('result_at'),
    dueAt: instant('due_at'),
  },
  (t) => [index('heartbeat_due').on(t.dueAt)],
)

/** When some process last listened for heartbeats: one row, so that an absence of ours is told from one of theirs. */
export const heartbeatWatch = pgTable('heartbeat_watch', {
  id: integer('id').primaryKey(),
  seenAt: instant('seen_at').notNull(),
})
