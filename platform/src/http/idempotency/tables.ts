import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes } from '../../database/bytes.ts'
import { instant } from '../../database/instant.ts'

/** Answers to requests that came with an `Idempotency-Key`, kept for a day, sealed: some hold what is shown only once. */
export const keptAnswer = pgTable(
  'kept_answer',
  {
    /** The id of who asked; for those who are nobody, their address. */
    actor: text('actor').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    startedAt: instant('started_at').notNull(),
    /** Null as long as the request is under way. */
    status: integer('status'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: bytes('body'),
  },
  (t) => [primaryKey({ columns: [t.actor, t.key] }), index('kept_answer_started').on(t.startedAt)],
)
