import { type Actor, bytes, instant } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Algorithm } from './words.ts'

/** A key by which a host application signs who its reader is; `id` is the `kid` of its tokens. */
export const widgetKey = pgTable(
  'widget_key',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    algorithm: text('algorithm').$type<Algorithm>().notNull(),
    /** Of HS256: the secret, sealed with SECRET_KEY; it is shown once. */
    sealedSecret: bytes('sealed_secret'),
    /** Of the others: the public key as PEM (SPKI). The private one never leaves the host. */
    publicKey: text('public_key'),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    /** To the hour: whether a key that was replaced is still in use. */
    usedAt: instant('used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: jsonb('revoked_by').$type<Actor>(),
  },
  (t) => [index('widget_key_created').on(t.createdAt, t.id)],
)

/** A question of somebody whose address is not confirmed yet; confirmed, it becomes a ticket. Kept for 30 days. */
export const widgetQuestion = pgTable(
  'widget_question',
  {
    id: text('id').primaryKey(),
    /** In lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    zone: text('zone'),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    /** What came with it, and which browser uploaded that. */
    attachments: jsonb('attachments').$type<{ draft: string; ids: string[] }>().notNull(),
    /** The same key is the same question, however often it is sent. */
    idempotencyKey: text('idempotency_key').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    /** Of the last code that was sent: its HMAC, how often a wrong one was tried, and until when it is good. */
    codeHash: text('code_hash').notNull(),
    codeTries: integer('code_tries').notNull(),
    codeExpiresAt: instant('code_expires_at').notNull(),
    codesSent: integer('codes_sent').notNull(),
    codeSentAt: instant('code_sent_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    ticketId: text('ticket_id'),
  },
  (t) => [
    index('widget_question_email').on(t.email, t.codeSentAt),
    index('widget_question_created').on(t.createdAt),
    index('widget_question_ticket').on(t.ticketId).where(sql`${t.ticketId} is not null`),
  ],
)

/** Somebody who confirmed an address in the widget. The token is kept by the browser; here only its SHA-256, in hex. */
export const widgetSession = pgTable(
  'widget_session',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    /** In lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('widget_session_email').on(t.email), index('widget_session_expires').on(t.expiresAt)],
)
