import { announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldCustomer } from '../customers/customer.ts'
import type { ContactChange } from '../schemas.ts'
import { customerContact } from '../tables.ts'
import { type ContactRow, heldContact, refuseTwice } from './contact.ts'

/** Changes what is named of a contact; the rest stays. What is the same already changes nothing. */
export async function changeContact(
  ctx: Ctx,
  customerId: string,
  id: string,
  change: ContactChange,
): Promise<void> {
  await heldCustomer(ctx, customerId)
  const before = await heldContact(ctx, customerId, id)
  const wanted = change as Partial<ContactRow>
  const names = (Object.keys(wanted) as (keyof ContactRow)[]).filter((key) => wanted[key] !== before[key])
  if (names.length === 0) return
  if (wanted.email !== undefined) await refuseTwice(ctx, { customerId, email: wanted.email, id })
  await ctx.tx.update(customerContact).set(wanted).where(eq(customerContact.id, id))
  await announce(ctx, 'billing')
  // The chain cannot forget: it says that a name or an address changed, and holds neither.
  const changes = names.map((field) =>
    field === 'name' || field === 'email'
      ? { field }
      : { field, from: before[field] as string, to: wanted[field] as string },
  )
  await audit(ctx, { action: 'contact.changed', subject: customerId, detail: { contact: id, changes } })
}
