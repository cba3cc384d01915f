import { announce, audit, type Ctx } from '@tractops/platform'
import { and, eq, isNull, ne } from 'drizzle-orm'
import type { CustomerChange } from '../schemas.ts'
import { customer } from '../tables.ts'
import { basisPoints, externalIdTaken } from './create-customer.ts'
import { type CustomerRow, checkDates, heldCustomer } from './customer.ts'

/** Changes what is named of a customer; the rest stays. What is the same already changes nothing. */
export async function changeCustomer(ctx: Ctx, id: string, change: CustomerChange): Promise<void> {
  const before = await heldCustomer(ctx, id)
  const { discountPercent, ...fields } = change
  const wanted: Partial<CustomerRow> = {
    ...(fields as Partial<CustomerRow>),
    ...(discountPercent === undefined ? {} : { discountBasisPoints: basisPoints(discountPercent) }),
  }
  checkDates({ ...before, ...wanted })
  const names = (Object.keys(wanted) as (keyof CustomerRow)[]).filter((key) => wanted[key] !== before[key])
  if (names.length === 0) return
  if (wanted.externalId != null) await refuseTaken(ctx, id, wanted.externalId)
  await ctx.tx
    .update(customer)
    .set({ ...wanted, changedAt: ctx.now })
    .where(eq(customer.id, id))
  await announce(ctx, 'billing')
  const detail = names.map((key) => ({ field: key, from: before[key], to: wanted[key] }))
  await audit(ctx, { action: 'customer.changed', subject: id, detail: JSON.parse(JSON.stringify(detail)) })
}

async function refuseTaken(ctx: Ctx, id: string, externalId: string): Promise<void> {
  const [other] = await ctx.tx
    .select({ id: customer.id })
    .from(customer)
    .where(and(eq(customer.externalId, externalId), ne(customer.id, id), isNull(customer.removedAt)))
  if (other !== undefined) throw externalIdTaken(externalId)
}
