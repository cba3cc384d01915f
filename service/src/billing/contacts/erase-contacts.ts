import { announce, audit, type Ctx } from '@tractops/platform'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import { customer, customerContact } from '../tables.ts'

/** Where somebody is or was a contact, by their address in lower case; those who were removed included. */
export function contactsOf({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { id, name, role, receivesNotices, createdAt, removedAt } = customerContact
  return tx
    .select({ id, customerName: customer.name, name, role, receivesNotices, createdAt, removedAt })
    .from(customerContact)
    .innerJoin(customer, eq(customer.id, customerContact.customerId))
    .where(sql`lower(${customerContact.email}) = ${email}`)
    .orderBy(asc(customerContact.seq))
}

/** Erases a person from the contacts of customers; that there was one stays, as removed. Resolves to how many. */
export async function eraseContacts(
  ctx: Ctx,
  { email, name }: { email: string; name: string },
): Promise<number> {
  const found = await contactsOf(ctx, email)
  if (found.length === 0) return 0
  await ctx.tx
    .update(customerContact)
    .set({
      ...{ name, email: sql`'erased-' || ${customerContact.id} || '@invalid'`, receivesNotices: false },
      ...{ removedAt: sql`coalesce(${customerContact.removedAt}, ${String(ctx.now)}::timestamptz)` },
    })
    .where(
      inArray(
        customerContact.id,
        found.map(({ id }) => id),
      ),
    )
  await announce(ctx, 'billing')
  for (const { id } of found) await audit(ctx, { action: 'contact.erased', subject: id })
  return found.length
}
