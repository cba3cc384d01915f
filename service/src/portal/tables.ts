import { instant } from '@tractops/platform'
import { index, pgTable, text } from 'drizzle-orm/pg-core'

/** Links that sign a reader in, once. The token stands in the mail alone; its SHA-256 is kept. */
export const readerLink = pgTable(
  'reader_link',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    /** In lower case. */
    email: text('email').notNull(),
    /** The page below /portal that was asked for. */
    target: text('target').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('reader_link_expires').on(t.expiresAt), index('reader_link_email').on(t.email)],
)

/** Sessions of the portal: an address that somebody has shown to be theirs. The cookie's SHA-256 is kept. */
export const readerSession = pgTable(
  'reader_session',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    /** The token before it, which requests that were under way at the change may still show until then. */
    previousHash: text('previous_hash').unique(),
    previousUntil: instant('previous_until'),
    /** In lower case. */
    email: text('email').notNull(),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    rotatedAt: instant('rotated_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('reader_session_email').on(t.email), index('reader_session_expires').on(t.expiresAt)],
)
