import { instant } from '@tractops/platform'
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { ticket } from '../tables.ts'

/** The Message-IDs of a ticket's mails, those of customers and ours, in their angle brackets: what its next mail refers to. */
export const ticketMailId = pgTable(
  'ticket_mail_id',
  {
    messageId: text('message_id').notNull(),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    by: text('by').$type<'customer' | 'us'>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.messageId, t.ticketId] }),
    index('ticket_mail_id_ticket').on(t.ticketId, t.at),
  ],
)
