import type { Ctx } from '@tractops/platform'
import { listCustomers } from './list-customers.ts'

const everybody = 1_000_000

/** Each customer, and below it each of its contacts, as a line for a terminal. */
export async function customerLines(ctx: Ctx): Promise<string[]> {
  const customers = await listCustomers(ctx, { limit: everybody })
  return customers.flatMap(({ id, plan, billing, units, start, end, inForce, name, contacts }) => [
    `${id}  ${plan.padEnd(8)}  ${billing.padEnd(7)}  ${String(units).padStart(6)} units  ${start} to ${end ?? '-'}  ${inForce ? 'in force' : 'not in force'}  ${name}`,
    ...contacts.map(({ name, email, role, receivesNotices, bounced }) => {
      const remark = bounced ? `  MAIL COMES BACK: ${bounced.reason}` : receivesNotices ? '' : '  no notices'
      return `    ${role.padEnd(9)}  ${name} <${email}>${remark}`
    }),
  ])
}
