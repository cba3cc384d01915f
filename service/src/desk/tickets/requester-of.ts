import type { Ctx } from '@tractops/platform'
import { SlaError, zoneOf } from '@tractops/sla'
import { contactsAt } from '../../billing/index.ts'
import { oneLine } from './one-line.ts'

export type Requester = {
  name: string
  email: string | null
  /** IANA zone of the reader. */
  zone?: string | null | undefined
  customerId?: string | null | undefined
  contactId?: string | null | undefined
}

/** Whoever asked, with the customer and the contact that have this address, where one customer alone has it. */
export async function requesterOf(ctx: Ctx, requester: Requester) {
  const email = requester.email?.trim().toLowerCase() || null
  let { customerId = null, contactId = null } = requester
  let name = oneLine(requester.name)
  if (contactId === null && email !== null) {
    const contacts = (await contactsAt(ctx, email)).filter(
      (contact) => customerId === null || contact.customerId === customerId,
    )
    if (contacts.length === 1) {
      customerId = contacts[0]!.customerId
      contactId = contacts[0]!.contactId
      name ||= contacts[0]!.name
    }
  }
  return {
    ...{ customerId, contactId, requesterEmail: email, requesterZone: knownZone(requester.zone) },
    requesterName: name || email || 'Somebody',
  }
}

function knownZone(zone: string | null | undefined): string | null {
  if (!zone) return null
  try {
    return zoneOf(zone).id
  } catch (error) {
    if (error instanceof SlaError) return null
    throw error
  }
}
