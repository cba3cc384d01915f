import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../database/instant.ts'
import type { MailContent } from './message.ts'

/**
 * Every mail that was ever to go out, and what became of it: the Outbox. A row is waiting until it has been accepted by
 * the transport or has failed for good; what is settled is kept as long as mail logs are.
 */
export const outgoingMail = pgTable(
  'outgoing_mail',
  {
    id: text('id').primaryKey(),
    /** What the mail is, such as "maintenance.notice", and what it is about, such as an id. */
    kind: text('kind').notNull(),
    ref: text('ref').notNull(),
    to: text('to_address').notNull(),
    subject: text('subject').notNull(),
    message: jsonb('message').$type<MailContent>().notNull(),
    idempotencyKey: text('idempotency_key').notNull().unique(),
    /** In its angle brackets, once it is known: what a bounce names. */
    messageId: text('message_id'),
    createdAt: instant('created_at').notNull(),
    acceptedAt: instant('accepted_at'),
    failedAt: instant('failed_at'),
    attempts: integer('attempts').notNull(),
    lastAttemptAt: instant('last_attempt_at'),
    lastError: text('last_error'),
    transport: text('transport').$type<'smtp' | 'resend' | 'embedded'>(),
    response: text('response'),
  },
  (t) => [
    index('outgoing_mail_created').on(t.createdAt, t.id),
    index('outgoing_mail_kind').on(t.kind, t.createdAt, t.id),
    index('outgoing_mail_ref').on(t.ref),
    index('outgoing_mail_to').on(sql`lower(${t.to})`),
    index('outgoing_mail_message_id').on(t.messageId),
    index('outgoing_mail_not_accepted').on(t.createdAt, t.id).where(sql`${t.acceptedAt} is null`),
  ],
)

/** Addresses that a transport or a bounce refused for good, in lower case, since when and why. */
export const mailBounce = pgTable('mail_bounce', {
  address: text('address').primaryKey(),
  at: instant('at').notNull(),
  reason: text('reason').notNull(),
})
