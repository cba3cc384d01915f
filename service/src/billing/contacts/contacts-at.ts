import type { Ctx } from '@tractops/platform'
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { contractDate } from '../customers/customer.ts'
import { customer, customerContact } from '../tables.ts'
import type { ContactRole } from '../words.ts'

export type ContactAt = {
  contactId: string
  customerId: string
  customerName: string
  name: string
  role: ContactRole
}

/**
 * Who has this address, of customers whose subscription has not ended: one person may speak for several. Capitals do not tell two
 * addresses apart.
 */
export function contactsAt(ctx: Pick<Ctx, 'tx' | 'now'>, email: string): Promise<ContactAt[]> {
  return ctx.tx
    .select({
      contactId: customerContact.id,
      customerId: customer.id,
      customerName: customer.name,
      name: customerContact.name,
      role: customerContact.role,
    })
    .from(customerContact)
    .innerJoin(customer, eq(customer.id, customerContact.customerId))
    .where(
      and(
        sql`lower(${customerContact.email}) = ${email.toLowerCase()}`,
        isNull(customerContact.removedAt),
        isNull(customer.removedAt),
        or(isNull(customer.end), gt(customer.end, contractDate(ctx.now))),
      ),
    )
    .orderBy(asc(customer.name), asc(customerContact.seq))
}
