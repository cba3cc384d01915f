import type { Ctx } from '@tractops/platform'
import { and, eq, isNull } from 'drizzle-orm'
import type { NewContact } from '../schemas.ts'
import { customerContact } from '../tables.ts'
import { addContact } from './add-contact.ts'
import { changeContact } from './change-contact.ts'
import { removeContact } from './remove-contact.ts'

/** Makes a customer's contacts those that are named, told apart by their address. Who stays keeps their id. */
export async function replaceContacts(
  ctx: Ctx,
  customerId: string,
  contacts: readonly NewContact[],
): Promise<void> {
  const rows = await ctx.tx
    .select()
    .from(customerContact)
    .where(and(eq(customerContact.customerId, customerId), isNull(customerContact.removedAt)))
  const before = new Map(rows.map((row) => [row.email.toLowerCase(), row]))
  const wanted = new Map(contacts.map((contact) => [contact.email.toLowerCase(), contact]))
  for (const [address, { id }] of before) if (!wanted.has(address)) await removeContact(ctx, customerId, id)
  for (const [address, contact] of wanted) {
    const known = before.get(address)
    if (known === undefined) await addContact(ctx, customerId, contact)
    else await changeContact(ctx, customerId, known.id, contact)
  }
}
