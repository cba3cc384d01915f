import { createHash } from 'node:crypto'
import { audit, type Ctx } from '@tractops/platform'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { deskPerson } from '../queue/tables.ts'
import { replyDraft, ticket, ticketEvent, ticketMessage } from '../tables.ts'
import { type ForgetMail, type ForgetPerson, forgetAttachments } from './delete-tickets.ts'
import { ticketsOf } from './person-data.ts'

const NAME = 'Erased person'
const TEXT = 'Erased on request.'

export type Erased = { tickets: number; messages: number; attachments: number }

/**
 * Erases one person: what they wrote, their files, name and address, and their address wherever else it stands in their tickets. What was
 * asked when, how urgent, and when it was answered stays, so that no figure changes. Each ticket's timeline says that it was done, and
 * why; the audit chain keeps the hash of the address, so that it can be proved and not read.
 */
export async function erasePerson(
  ctx: Ctx,
  desk: Desk,
  {
    email,
    reason,
    forgetMail,
    forgetPerson,
  }: { email: string; reason: string; forgetMail: ForgetMail; forgetPerson: ForgetPerson },
): Promise<Erased> {
  const tickets = await ticketsOf(ctx, email)
  const ids = tickets.map(({ id }) => id)
  const own = tickets.filter(({ requesterEmail }) => requesterEmail === email).map(({ id }) => id)
  const found: Erased = { tickets: ids.length, messages: 0, attachments: 0 }
  if (ids.length > 0) {
    for (const id of ids)
      await ctx.tx.select({ id: ticket.id }).from(ticket).where(eq(ticket.id, id)).for('update')
    await forgetMail(ctx, ids)
    Object.assign(found, await eraseWords(ctx, ids, email))
    await eraseRequester(ctx, own)
    await eraseMentions(ctx, ids, email)
    for (const { id, mergedInto } of tickets)
      if (mergedInto === null)
        await changeTicket(ctx, desk, await heldTicket(ctx, id), {
          set: {},
          events: [{ kind: 'erased', data: { reason } }],
          action: 'ticket.erased',
          detail: { reason },
        })
  }
  await ctx.tx.delete(deskPerson).where(eq(deskPerson.email, email))
  await forgetPerson(ctx, email)
  const hash = createHash('sha256').update(email).digest('hex')
  await audit(ctx, { action: 'person.erased', subject: `sha256:${hash}`, detail: { reason, ...found } })
  return found
}

async function eraseWords(
  ctx: Ctx,
  ids: readonly string[],
  email: string,
): Promise<Pick<Erased, 'messages' | 'attachments'>> {
  const gone = await ctx.tx
    .update(ticketMessage)
    .set({ text: TEXT, quoted: null, html: null, authorName: NAME, authorEmail: null, authorId: null })
    .where(and(inArray(ticketMessage.ticketId, [...ids]), eq(ticketMessage.authorEmail, email)))
    .returning({ id: ticketMessage.id })
  const messageIds = gone.map(({ id }) => id)
  return { messages: gone.length, attachments: await forgetAttachments(ctx, messageIds) }
}

async function eraseRequester({ tx }: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(ticket)
    .set({
      ...{ subject: TEXT, requesterName: NAME, requesterEmail: null, requesterZone: null, contactId: null },
      ratingComment: null,
    })
    .where(inArray(ticket.id, [...ids]))
}

/** The address in what others wrote, in their quotations, which are dropped, in drafts, and in the timeline. */
async function eraseMentions({ tx }: Ctx, ids: readonly string[], email: string): Promise<void> {
  const pattern = email.replaceAll(/[^a-z0-9@]/g, (c) => `\\${c}`)
  const without = (column: ReturnType<typeof sql>) =>
    sql<string>`regexp_replace(${column}, ${pattern}, '[erased]', 'gi')`
  await tx
    .update(ticketMessage)
    .set({ text: without(sql`${ticketMessage.text}`), quoted: null, html: null })
    .where(inArray(ticketMessage.ticketId, [...ids]))
  await tx
    .update(replyDraft)
    .set({ text: without(sql`${replyDraft.text}`) })
    .where(inArray(replyDraft.ticketId, [...ids]))
  await tx
    .update(ticketEvent)
    .set({ data: sql`${without(sql`${ticketEvent.data}::text`)}::jsonb` })
    .where(inArray(ticketEvent.ticketId, [...ids]))
}
