import { randomUUID } from 'node:crypto'
import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { replaceContacts } from '../contacts/replace-contacts.ts'
import type { NewCustomer } from '../schemas.ts'
import { customer } from '../tables.ts'
import { checkDates } from './customer.ts'

/** Enters a customer, with its contacts where they are named. @throws AppError `external_id_taken`, `dates_reversed`. */
export async function createCustomer(ctx: Ctx, input: NewCustomer): Promise<{ id: string }> {
  const { contacts, discountPercent, ...fields } = input
  checkDates(fields)
  const id = `cus_${randomUUID()}`
  const made = await ctx.tx
    .insert(customer)
    .values({
      id,
      ...fields,
      discountBasisPoints: basisPoints(discountPercent),
      createdAt: ctx.now,
      createdBy: ctx.actor,
      changedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning({ id: customer.id })
  if (made.length === 0) throw externalIdTaken(fields.externalId)
  if (contacts !== undefined) await replaceContacts(ctx, id, contacts)
  await announce(ctx, 'billing')
  await audit(ctx, {
    action: 'customer.created',
    subject: id,
    detail: { ...fields, discountPercent, contacts: contacts?.length ?? 0 },
  })
  return { id }
}

export const basisPoints = (percent: number): number => Math.round(percent * 100)

export const externalIdTaken = (externalId: string | null) =>
  new AppError('external_id_taken', 409, `Another customer is called "${externalId}" by the application.`, {
    path: 'json.externalId',
  })
