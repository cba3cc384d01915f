import { bytes, instant } from '@tractops/platform'
import { index, pgTable } from 'drizzle-orm/pg-core'

/**
 * Bytes of the store that may belong to no attachment: those being saved, and those whose attachment was deleted. A tick looks
 * at each an hour later; so neither a crash between the bytes and their row nor a deletion leaves anything behind.
 */
export const storedFileCheck = pgTable(
  'stored_file_check',
  { sha256: bytes('sha256').primaryKey(), at: instant('at').notNull() },
  (t) => [index('stored_file_check_at').on(t.at)],
)
