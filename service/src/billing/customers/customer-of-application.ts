import type { Ctx } from '@tractops/platform'
import { and, eq, isNull } from 'drizzle-orm'
import { customer } from '../tables.ts'

/** The customer that the application calls `externalId`; null where none was entered by that id. */
export async function customerOfApplication(
  ctx: Pick<Ctx, 'tx'>,
  externalId: string,
): Promise<{ customerId: string; name: string } | null> {
  const [found] = await ctx.tx
    .select({ customerId: customer.id, name: customer.name })
    .from(customer)
    .where(and(eq(customer.externalId, externalId), isNull(customer.removedAt)))
  return found ?? null
}
