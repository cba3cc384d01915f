import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { customerContact } from '../tables.ts'

export type ContactRow = typeof customerContact.$inferSelect

/** Holds a contact of a customer for a change. @throws AppError `contact_not_found`. */
export async function heldContact(ctx: Pick<Ctx, 'tx'>, customerId: string, id: string): Promise<ContactRow> {
  const [found] = await ctx.tx
    .select()
    .from(customerContact)
    .where(
      and(
        eq(customerContact.id, id),
        eq(customerContact.customerId, customerId),
        isNull(customerContact.removedAt),
      ),
    )
    .for('update')
  if (found === undefined)
    throw new AppError('contact_not_found', 404, `This customer has no contact ${id}.`, {
      path: 'param.contactId',
    })
  return found
}

/** Refuses an address that another contact of the customer has; capitals do not tell two apart. */
export async function refuseTwice(
  ctx: Pick<Ctx, 'tx'>,
  { customerId, email, id = '' }: { customerId: string; email: string; id?: string },
): Promise<void> {
  const [other] = await ctx.tx
    .select({ name: customerContact.name })
    .from(customerContact)
    .where(
      and(
        eq(customerContact.customerId, customerId),
        sql`lower(${customerContact.email}) = ${email.toLowerCase()}`,
        ne(customerContact.id, id),
        isNull(customerContact.removedAt),
      ),
    )
  if (other !== undefined)
    throw new AppError('contact_there', 409, `${other.name} is a contact with this address already.`, {
      path: 'json.email',
    })
}
