import { randomUUID } from 'node:crypto'
import { announce, audit, type Ctx } from '@tractops/platform'
import { heldCustomer } from '../customers/customer.ts'
import type { NewContact } from '../schemas.ts'
import { customerContact } from '../tables.ts'
import { refuseTwice } from './contact.ts'

/** Adds somebody of a customer whom we write to. @throws AppError `contact_there` for an address that is there already. */
export async function addContact(ctx: Ctx, customerId: string, contact: NewContact): Promise<{ id: string }> {
  await heldCustomer(ctx, customerId)
  await refuseTwice(ctx, { customerId, email: contact.email })
  const id = `con_${randomUUID()}`
  await ctx.tx
    .insert(customerContact)
    .values({ id, customerId, ...contact, createdAt: ctx.now, createdBy: ctx.actor })
  await announce(ctx, 'billing')
  const { role, receivesNotices } = contact
  await audit(ctx, {
    action: 'contact.added',
    subject: customerId,
    detail: { contact: id, role, receivesNotices },
  })
  return { id }
}
