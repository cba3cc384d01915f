import { bytes, instant } from '@tractops/platform'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Field } from './parse/read-head.ts'
import type { ReceivedEvent } from './resend/event.ts'
import type { Verdict } from './verdict/judge-mail.ts'
import type { Envelope, Outcome } from './words.ts'

/** Every mail that came in, as it came, and what it became: a row is there before anybody is told that it was taken. */
export const incomingMail = pgTable(
  'incoming_mail',
  {
    id: text('id').primaryKey(),
    /** The same mail has the same one, however often and on whatever way it comes; see `sameMail`. */
    same: text('same').notNull().unique(),
    transport: text('transport').$type<'smtp' | 'resend'>().notNull(),
    /** When our server, or the mail provider, had received it. SLA §2 (row 27) */
    receivedAt: instant('received_at').notNull(),
    envelope: jsonb('envelope').$type<Envelope>().notNull(),
    /** In its angle brackets. */
    messageId: text('message_id'),
    fromAddress: text('from_address'),
    fromName: text('from_name'),
    subject: text('subject').notNull(),
    fields: jsonb('fields').$type<Field[]>().notNull(),
    size: integer('size').notNull(),
    raw: bytes('raw').notNull(),
    outcome: text('outcome').$type<Outcome>().notNull(),
    ticketId: text('ticket_id'),
    ticketMessageId: text('ticket_message_id'),
    /** Why no machine of ours answers it; null: a person wrote it, as far as one can see. */
    automatic: text('automatic'),
    /** Why it was not read whole, as part of a sentence. */
    unread: text('unread'),
    /** Whom of our staff its From names without proof. */
    impersonates: text('impersonates'),
    /** Who sent it as far as it can be proved; null until that was looked up. */
    verdict: jsonb('verdict').$type<Verdict>(),
    judgedAt: instant('judged_at'),
  },
  (t) => [
    index('incoming_mail_received').on(t.receivedAt, t.id),
    index('incoming_mail_ticket').on(t.ticketId, t.receivedAt),
    index('incoming_mail_from').on(t.fromAddress, t.receivedAt),
  ],
)

/** What Resend told us of mails for us: taken at once, and filled in when their bodies were fetched. */
export const resendInbound = pgTable(
  'resend_inbound',
  {
    /** Resend's id of the mail. */
    emailId: text('email_id').primaryKey(),
    receivedAt: instant('received_at').notNull(),
    event: jsonb('event').$type<ReceivedEvent>().notNull(),
    /** The ticket that was opened from its subject alone. */
    ticketId: text('ticket_id'),
    /** Set once the whole mail is kept. */
    incomingMailId: text('incoming_mail_id'),
    settledAt: instant('settled_at'),
    /** How often its body was asked for, and why it was not had so far. */
    tries: integer('tries').notNull().default(0),
    lastError: text('last_error'),
  },
  (t) => [index('resend_inbound_received').on(t.receivedAt)],
)
