import { AppError, type Ctx } from '@tractops/platform'
import { findCustomer } from '../../billing/index.ts'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket, type TicketRow } from '../hold.ts'
import { oneLine } from './one-line.ts'

export type ChangeCustomer = {
  ticketId: string
  customerId?: string | null | undefined
  contactId?: string | null | undefined
  /** Who is answered. */
  requester?: { name: string; email: string | null } | undefined
}

/**
 * Says whose ticket it is, and who is answered; what is not named stays. A contact brings their customer with them.
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`, `customer_not_found`, `contact_not_found`.
 */
export async function changeCustomer(ctx: Ctx, desk: Desk, input: ChangeCustomer): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const customerId = input.customerId === undefined ? row.customerId : input.customerId
  const moved = customerId !== row.customerId
  const contactId = input.contactId === undefined ? (moved ? null : row.contactId) : input.contactId
  const customer = customerId === null ? null : await findCustomer(ctx, customerId)
  const refuse = (code: string, message: string, path: string) => new AppError(code, 400, message, { path })
  if (customerId !== null && customer === null && moved)
    throw refuse('customer_not_found', `There is no customer ${customerId}.`, 'customerId')
  const contact = customer?.contacts.find(({ id }) => id === contactId)
  if (input.contactId != null && contact === undefined)
    throw refuse('contact_not_found', `This customer has no contact ${contactId}.`, 'contactId')
  const set: Partial<TicketRow> = {
    ...{ customerId, contactId },
    ...(input.contactId != null
      ? { requesterName: contact!.name, requesterEmail: contact!.email.toLowerCase() }
      : {}),
    ...(input.requester === undefined ? {} : asRequester(input.requester)),
  }
  const names = (Object.keys(set) as (keyof TicketRow)[]).filter((key) => set[key] !== row[key])
  if (names.length === 0) return
  const change = { customerId, contactId, was: row.customerId }
  const requesterName = set.requesterName ?? row.requesterName
  await changeTicket(ctx, desk, row, {
    set,
    events: [
      { kind: 'customer_changed', data: { ...change, customerName: customer?.name ?? null, requesterName } },
    ],
    action: 'ticket.customer_changed',
    detail: change,
  })
}

function asRequester({ name, email }: { name: string; email: string | null }) {
  const requesterEmail = email?.trim().toLowerCase() || null
  return { requesterEmail, requesterName: oneLine(name) || requesterEmail || 'Somebody' }
}
