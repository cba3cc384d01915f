import { announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { customer } from '../tables.ts'
import { heldCustomer } from './customer.ts'

/** Takes away a customer that was entered by mistake. One that leaves gets an `end` instead, and stays in the books. */
export async function removeCustomer(ctx: Ctx, id: string): Promise<void> {
  const { name, externalId } = await heldCustomer(ctx, id)
  await ctx.tx.update(customer).set({ removedAt: ctx.now, removedBy: ctx.actor }).where(eq(customer.id, id))
  await announce(ctx, 'billing')
  await audit(ctx, { action: 'customer.removed', subject: id, detail: { name, externalId } })
}
