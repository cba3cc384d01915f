import type { Db, Tx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { personPasskey } from '../tables.ts'

/** Whether a person has at least so many passkeys. */
export async function hasPasskey(db: Db | Tx, personId: string, atLeast = 1): Promise<boolean> {
  const found = await db
    .select({ id: personPasskey.id })
    .from(personPasskey)
    .where(eq(personPasskey.userId, personId))
    .limit(atLeast)
  return found.length === atLeast
}
