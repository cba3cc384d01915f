import { AppError, type Ctx } from '@tractops/platform'
import { dateOf, defaultPolicies, policyAt } from '@tractops/sla'
import { and, eq, isNull } from 'drizzle-orm'
import { customer } from '../tables.ts'

export type CustomerRow = typeof customer.$inferSelect

/** Holds a customer for a change. @throws AppError `customer_not_found`. */
export async function heldCustomer(ctx: Pick<Ctx, 'tx'>, id: string): Promise<CustomerRow> {
  const [found] = await ctx.tx
    .select()
    .from(customer)
    .where(and(eq(customer.id, id), isNull(customer.removedAt)))
    .for('update')
  if (found === undefined)
    throw new AppError(
      'customer_not_found',
      404,
      `There is no customer ${id}; /api/v1/customers lists them.`,
      {
        path: 'param.id',
      },
    )
  return found
}

/** Refuses a subscription that ends before it starts. */
export function checkDates({ start, end }: { start: string; end: string | null }): void {
  if (end !== null && end < start)
    throw new AppError('dates_reversed', 400, 'The subscription ends before it starts; swap the two dates.', {
      path: 'json.end',
    })
}

/** The Pacific date of an instant: what a subscription's dates are compared with. */
export const contractDate = (at: Temporal.Instant): string =>
  dateOf(at, policyAt(defaultPolicies(), at).policy.zone)

/** True on each day from `start` until the one before `end`. */
export const coversDay = ({ start, end }: { start: string; end: string | null }, day: string): boolean =>
  start <= day && (end === null || day < end)
