import { bouncesOf, type Ctx } from '@tractops/platform'
import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { customer, customerContact } from '../tables.ts'
import { type CustomerRow, contractDate, coversDay } from './customer.ts'

type ContactRow = typeof customerContact.$inferSelect

/** A customer with its contacts, each with what is known of its address. */
export type Customer = CustomerRow & {
  inForce: boolean
  contacts: (ContactRow & { bounced: { at: Temporal.Instant; reason: string } | null })[]
}

export type CustomerFilter = { search?: string | undefined; inForce?: boolean | undefined }

/** Customers by name, from the one after `after` on, at most `limit`; `search` finds a part of the name or the external id. */
export async function listCustomers(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { search, inForce, after, limit }: CustomerFilter & { after?: [string, string] | null; limit: number },
): Promise<Customer[]> {
  const today = contractDate(ctx.now)
  const name = sql`lower(${customer.name})`
  const covered = sql`(${customer.start} <= ${today} and (${customer.end} is null or ${today} < ${customer.end}))`
  const conditions: (SQL | undefined)[] = [
    isNull(customer.removedAt),
    search === undefined
      ? undefined
      : sql`(strpos(${name}, ${search.toLowerCase()}) > 0 or ${customer.externalId} = ${search})`,
    inForce === undefined ? undefined : inForce ? covered : sql`not ${covered}`,
    after ? sql`(${name}, ${customer.id}) > (lower(${after[0]}), ${after[1]})` : undefined,
  ]
  const rows = await ctx.tx
    .select()
    .from(customer)
    .where(and(...conditions))
    .orderBy(asc(name), asc(customer.id))
    .limit(limit)
  return withContacts(ctx, rows)
}

/** One customer; null where there is none, or no more. */
export async function findCustomer(ctx: Pick<Ctx, 'tx' | 'now'>, id: string): Promise<Customer | null> {
  const rows = await ctx.tx
    .select()
    .from(customer)
    .where(and(eq(customer.id, id), isNull(customer.removedAt)))
  return (await withContacts(ctx, rows))[0] ?? null
}

/** The same rows, each with its contacts. */
export async function withContacts(ctx: Pick<Ctx, 'tx' | 'now'>, rows: CustomerRow[]): Promise<Customer[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const contacts = await ctx.tx
    .select()
    .from(customerContact)
    .where(and(inArray(customerContact.customerId, ids), isNull(customerContact.removedAt)))
    .orderBy(asc(customerContact.seq))
  const bounces = await bouncesOf(
    ctx,
    contacts.map(({ email }) => email),
  )
  const of = Map.groupBy(contacts, ({ customerId }) => customerId)
  const today = contractDate(ctx.now)
  return rows.map((row) => ({
    ...row,
    inForce: coversDay(row, today),
    contacts: (of.get(row.id) ?? []).map((contact) => ({
      ...contact,
      bounced: bounces.get(contact.email.toLowerCase()) ?? null,
    })),
  }))
}
