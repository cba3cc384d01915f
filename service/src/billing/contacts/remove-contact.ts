import { announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldCustomer } from '../customers/customer.ts'
import { customerContact } from '../tables.ts'
import { heldContact } from './contact.ts'

/** Writes to a contact no more. What was sent to them stays in the records. */
export async function removeContact(ctx: Ctx, customerId: string, id: string): Promise<void> {
  await heldCustomer(ctx, customerId)
  await heldContact(ctx, customerId, id)
  await ctx.tx
    .update(customerContact)
    .set({ removedAt: ctx.now, removedBy: ctx.actor })
    .where(eq(customerContact.id, id))
  await announce(ctx, 'billing')
  await audit(ctx, { action: 'contact.removed', subject: customerId, detail: { contact: id } })
}
