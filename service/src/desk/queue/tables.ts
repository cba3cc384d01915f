import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** Everybody who ever asked, once by address and name: where a mistyped name is looked for. A trigger of `ticket` keeps it. */
export const deskPerson = pgTable(
  'desk_person',
  {
    /** In lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.email, t.name] })],
)
