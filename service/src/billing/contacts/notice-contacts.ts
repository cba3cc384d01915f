import { bouncesOf, type Ctx } from '@tractops/platform'
import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm'
import { contractDate } from '../customers/customer.ts'
import { customer, customerContact } from '../tables.ts'

/** A customer in force, and one of its contacts who is to hear of notices; null where there is nobody. */
export type NoticeContact = {
  customerId: string
  customerName: string
  /** The first day of the subscription, Pacific. */
  customerSince: string
  contact: { id: string; name: string; email: string; bounced: string | null } | null
}

/** A contact who can be reached. */
export type CustomerContact = {
  customerId: string
  customerName: string
  contactId: string
  name: string
  email: string
}

/**
 * SLA §5: everybody who must hear of a notice: the contacts who receive notices, of each customer whose subscription covers
 * the present day. A customer without one has a row all the same, and a contact whose mail comes back says why in `bounced`,
 * so that whoever tells them knows who is not told.
 */
export async function noticeContacts(ctx: Pick<Ctx, 'tx' | 'now'>): Promise<NoticeContact[]> {
  const today = contractDate(ctx.now)
  const rows = await ctx.tx
    .select({ customer, contact: customerContact })
    .from(customer)
    .leftJoin(
      customerContact,
      and(
        eq(customerContact.customerId, customer.id),
        isNull(customerContact.removedAt),
        eq(customerContact.receivesNotices, true),
      ),
    )
    .where(
      and(
        isNull(customer.removedAt),
        lte(customer.start, today),
        or(isNull(customer.end), gt(customer.end, today)),
      ),
    )
    .orderBy(asc(customer.name), asc(customer.id), asc(customerContact.seq))
  const bounces = await bouncesOf(
    ctx,
    rows.flatMap(({ contact }) => contact?.email ?? []),
  )
  return rows.map(({ customer, contact }) => ({
    customerId: customer.id,
    customerName: customer.name,
    customerSince: customer.start,
    contact: contact && {
      id: contact.id,
      name: contact.name,
      email: contact.email,
      bounced: bounces.get(contact.email.toLowerCase())?.reason ?? null,
    },
  }))
}

/** Those of `noticeContacts` who can be reached: there is an address, and it has not bounced for good. */
export async function customerContacts(ctx: Pick<Ctx, 'tx' | 'now'>): Promise<CustomerContact[]> {
  return (await noticeContacts(ctx)).flatMap(({ customerId, customerName, contact }) =>
    contact === null || contact.bounced !== null
      ? []
      : [{ customerId, customerName, contactId: contact.id, name: contact.name, email: contact.email }],
  )
}
