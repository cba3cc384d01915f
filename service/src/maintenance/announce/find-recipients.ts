import type { Ctx } from '@tractops/platform'
import { dateOf } from '@tractops/sla'
import { type NoticeContact, noticeContacts } from '../../billing/index.ts'
import { policyFor } from '../hold.ts'
import { maintenanceRecipient } from '../tables.ts'
import { NOBODY } from '../words.ts'
import type { holdAnnouncement } from './settle-announcement.ts'

type Announcement = Awaited<ReturnType<typeof holdAnnouncement>>
type NewRecipient = typeof maintenanceRecipient.$inferInsert
type Known = Pick<
  typeof maintenanceRecipient.$inferSelect,
  'customerId' | 'contactId' | 'email' | 'failedAt' | 'mailId'
>

const ROWS_AT_ONCE = 1_000

/** SLA §5: writes down who must be told when an announcement is made: every contact of every customer in force. */
export async function addRecipients(ctx: Ctx, { id }: Announcement): Promise<void> {
  const people = await noticeContacts(ctx)
  await insert(
    ctx,
    people.map((one) => recipientOf(ctx, id, one, true)),
  )
}

/**
 * Writes down who has to be told as well, since an announcement was made: a new contact, a new address, an address that works
 * again. Whoever was a customer then and was told nothing counts, and so may undo it; whoever came later is told, and does not
 * (row 20). Resolves to how many there are.
 */
export async function addNewcomers(
  ctx: Ctx,
  announcement: Announcement,
  known: readonly Known[],
): Promise<number> {
  const asked = new Set(known.filter(isAsked).map((one) => `${one.contactId} ${one.email?.toLowerCase()}`))
  const contacts = new Set(known.map(({ contactId }) => contactId))
  const told = new Set(
    known.filter(({ contactId }) => contactId !== null).map(({ customerId }) => customerId),
  )
  const zone = policyFor(announcement.publishedAt).zone
  const announcedOn = dateOf(announcement.publishedAt, zone)
  const fresh = (await noticeContacts(ctx)).flatMap((one) => {
    const { contact, customerId, customerSince } = one
    if (contact === null || contact.bounced !== null) return []
    if (asked.has(`${contact.id} ${contact.email.toLowerCase()}`)) return []
    const counts = contacts.has(contact.id) || (!told.has(customerId) && customerSince <= announcedOn)
    return [recipientOf(ctx, announcement.id, one, counts)]
  })
  await insert(ctx, fresh)
  return fresh.length
}

/** Somebody who was not written to, as the address had bounced, is asked for again once it works. */
const isAsked = ({ mailId, failedAt }: Known): boolean => mailId !== null || failedAt === null

function recipientOf(ctx: Ctx, announcementId: string, one: NoticeContact, counts: boolean): NewRecipient {
  const { customerId, customerName, contact } = one
  const row = { announcementId, customerId, customerName, counts, addedAt: ctx.now }
  if (contact === null) return { ...row, failedAt: ctx.now, failure: NOBODY }
  const { id: contactId, name, email, bounced } = contact
  const failed =
    bounced === null ? {} : { failedAt: ctx.now, failure: `mail to this address comes back: ${bounced}` }
  return { ...row, contactId, name, email, ...failed }
}

async function insert({ tx }: Ctx, rows: readonly NewRecipient[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await tx.insert(maintenanceRecipient).values(rows.slice(at, at + ROWS_AT_ONCE))
}
