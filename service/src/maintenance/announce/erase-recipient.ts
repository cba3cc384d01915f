import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { maintenanceRecipient } from '../tables.ts'

/** Erases whom notices went to, by the address in lower case; that one went to this contact, and when, is evidence, and stays (row 20). */
export async function eraseRecipient(
  { tx }: Pick<Ctx, 'tx'>,
  { email, name }: { email: string; name: string },
): Promise<void> {
  await tx
    .update(maintenanceRecipient)
    .set({ name, email: null, response: null, failure: null })
    .where(sql`lower(${maintenanceRecipient.email}) = ${email}`)
}
