import { type Actor, bytes, instant } from '@tractops/platform'
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'

/** Values that monitors send and nobody reads again: sealed under a key made of SECRET_KEY; `keyId` says which one. */
export const secret = pgTable('secret', {
  name: text('name').primaryKey(),
  sealed: bytes('sealed').notNull(),
  keyId: text('key_id').notNull(),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: jsonb('changed_by').$type<Actor>().notNull(),
})
