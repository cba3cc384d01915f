import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Actor } from '../actor.ts'
import { instant } from '../database/instant.ts'
import type { JsonValue } from '../json.ts'

/** Every change of meaning, in order, each entry holding the hash of the one before it. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    actor: jsonb('actor').$type<Actor>().notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail').$type<JsonValue>(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    index('audit_entry_subject').on(t.subject, t.seq),
    index('audit_entry_action').on(t.action, t.seq),
    index('audit_entry_actor').on(sql`coalesce(actor ->> 'id', actor ->> 'name')`, t.seq),
  ],
)

/** One row: where the chain ends. Held while an entry is added; without it, entries cut from the end would not show. */
export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
})
