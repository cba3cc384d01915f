import { createHash } from 'node:crypto'
import { audit, type Ctx } from '@tractops/platform'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { deskPerson } from '../queue/tables.ts'
import { attachment, ticket, ticketMessage } from '../tables.ts'
import { ticketMailId } from '../thread/tables.ts'
import { type ForgetMail, type ForgetPerson, forgetAttachments, forgetBytes } from './delete-tickets.ts'
import { eraseMentions, namesOf } from './erase-mentions.ts'
import { ticketsOf } from './person-data.ts'

const ERASED_NAME = 'Erased person'
const TEXT = 'Erased on request.'

export type Erased = {
  tickets: number
  messages: number
  attachments: number
  mails: number
  contacts: number
}

export type ErasePerson = {
  /** In lower case. */
  email: string
  reason: string
  /** Whether they are to be erased from the contacts of customers as well. */
  contacts: boolean
  forgetMail: ForgetMail
  forgetPerson: ForgetPerson
}

/**
 * Erases one person: what they wrote, their files, name and address, and these wherever else they stand in their tickets. What was
 * asked when, how urgent, and when it was answered stays, so that no figure changes. Each ticket's timeline says that it was done, and
 * why; the audit chain keeps the hash of the address, so that it can be proved and not read.
 */
export async function erasePerson(ctx: Ctx, desk: Desk, input: ErasePerson): Promise<Erased> {
  const { email, reason, contacts, forgetMail, forgetPerson } = input
  const tickets = await ticketsOf(ctx, email)
  const ids = tickets.map(({ id }) => id)
  const own = tickets.filter(({ requesterEmail }) => requesterEmail === email).map(({ id }) => id)
  const found = { tickets: ids.length, messages: 0, attachments: 0 }
  if (ids.length > 0) {
    for (const id of ids)
      await ctx.tx.select({ id: ticket.id }).from(ticket).where(eq(ticket.id, id)).for('update')
    const names = await namesOf(ctx, email)
    await forgetMail(ctx, ids)
    Object.assign(found, await eraseWords(ctx, ids, email))
    await eraseRequester(ctx, own)
    await eraseMentions(ctx, { ids, own, email, names })
    for (const { id, mergedInto } of tickets)
      if (mergedInto === null)
        await changeTicket(ctx, desk, await heldTicket(ctx, id), {
          set: {},
          events: [{ kind: 'erased', data: { reason } }],
          action: 'ticket.erased',
          detail: { reason },
        })
  }
  await forgetUploads(ctx, email)
  await ctx.tx.delete(deskPerson).where(eq(deskPerson.email, email))
  const elsewhere = await forgetPerson(ctx, { email, name: ERASED_NAME, ticketIds: ids, contacts })
  const erased = { ...found, ...elsewhere }
  const hash = createHash('sha256').update(email).digest('hex')
  await audit(ctx, { action: 'person.erased', subject: `sha256:${hash}`, detail: { reason, ...erased } })
  return erased
}

async function eraseWords(
  ctx: Ctx,
  ids: readonly string[],
  email: string,
): Promise<Pick<Erased, 'messages' | 'attachments'>> {
  const gone = await ctx.tx
    .update(ticketMessage)
    .set({
      ...{ text: TEXT, quoted: null, html: null, authorName: ERASED_NAME, authorEmail: null },
      authorId: null,
      idempotencyKey: sql`case when position(${email} in lower(${ticketMessage.idempotencyKey})) > 0
        then 'erased/' || ${ticketMessage.id} else ${ticketMessage.idempotencyKey} end`,
    })
    .where(and(inArray(ticketMessage.ticketId, [...ids]), eq(ticketMessage.authorEmail, email)))
    .returning({ id: ticketMessage.id })
  const messageIds = gone.map(({ id }) => id)
  return { messages: gone.length, attachments: await forgetAttachments(ctx, messageIds) }
}

/** What their own mail program called their mails goes too: it may hold a name. Threads go on by what we signed. */
async function eraseRequester({ tx }: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(ticket)
    .set({
      ...{ subject: TEXT, requesterName: ERASED_NAME, requesterEmail: null, requesterZone: null },
      ...{ contactId: null, ratingComment: null },
    })
    .where(inArray(ticket.id, [...ids]))
  await tx
    .delete(ticketMailId)
    .where(and(inArray(ticketMailId.ticketId, [...ids]), eq(ticketMailId.by, 'customer')))
}

/** What they uploaded in the portal, whether a message took it or not. */
async function forgetUploads(ctx: Ctx, email: string): Promise<void> {
  const gone = await ctx.tx
    .delete(attachment)
    .where(sql`${attachment.uploadedBy} = ${`reader:${email}`}`)
    .returning({ sha256: attachment.sha256 })
  await forgetBytes(ctx, gone)
}
