import { type Actor, instant, type Role } from '@tractops/platform'
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'

/** Keys of programs. The key itself is shown once and never kept: only its SHA-256, in hex. */
export const apiKey = pgTable('api_key', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  hash: text('hash').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  createdBy: jsonb('created_by').$type<Actor>().notNull(),
  revokedAt: instant('revoked_at'),
  revokedBy: jsonb('revoked_by').$type<Actor>(),
})
