import type { Ctx } from '@tractops/platform'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { replaceContacts } from '../contacts/replace-contacts.ts'
import type { CustomerDescription } from '../schemas.ts'
import { customer } from '../tables.ts'
import { changeCustomer } from './change-customer.ts'
import { createCustomer } from './create-customer.ts'

/**
 * Makes the customer that the application calls `externalId` what it is described as, entering it where it is new. The same
 * description a second time changes nothing.
 */
export async function upsertCustomer(
  ctx: Ctx,
  externalId: string,
  description: CustomerDescription,
): Promise<{ id: string; created: boolean }> {
  // Two calls for one new customer wait for each other here.
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`customer/${externalId}`}))`)
  const [known] = await ctx.tx
    .select({ id: customer.id })
    .from(customer)
    .where(and(eq(customer.externalId, externalId), isNull(customer.removedAt)))
  if (known === undefined)
    return { ...(await createCustomer(ctx, { ...description, externalId })), created: true }
  const { contacts, ...change } = description
  await changeCustomer(ctx, known.id, change)
  if (contacts !== undefined) await replaceContacts(ctx, known.id, contacts)
  return { id: known.id, created: false }
}
