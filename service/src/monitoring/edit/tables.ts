import { type Actor, instant, type JsonValue } from '@tractops/platform'
import { integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'

export type Written = { [field: string]: JsonValue }

/**
 * Monitors and components that were made in the console, as they would be written in the file; those of the file are in no
 * table. What was measured of either is in `monitor` and `component`. `position` orders components.
 */
export const definition = pgTable(
  'definition',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    what: text('what').$type<'monitor' | 'component'>().notNull(),
    key: text('key').notNull(),
    written: jsonb('written').$type<Written>().notNull(),
    position: integer('position').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: jsonb('changed_by').$type<Actor>().notNull(),
  },
  (t) => [unique('definition_key').on(t.what, t.key)],
)
