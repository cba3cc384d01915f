import type { Ctx } from '@tractops/platform'
import { inArray, or, sql } from 'drizzle-orm'
import { deskPerson } from '../queue/tables.ts'
import { storedFileCheck } from '../store/tables.ts'
import {
  attachment,
  replyDraft,
  ticket,
  ticketEvent,
  ticketLink,
  ticketMessage,
  ticketTag,
} from '../tables.ts'

/** What other rooms keep of tickets goes in the same transaction: the mails that they came in. */
export type ForgetMail = (ctx: Pick<Ctx, 'tx'>, ticketIds: readonly string[]) => Promise<void>

/** Somebody by their address, in lower case; `contacts`: also where they are a contact of a customer. */
type Forgotten = { email: string; name: string; ticketIds: readonly string[]; contacts: boolean }

/** What other rooms keep of a person goes in the same transaction. Resolves to how many mails to them, and how many contacts. */
export type ForgetPerson = (ctx: Ctx, person: Forgotten) => Promise<{ mails: number; contacts: number }>

/** What other rooms keep of a person, by their address in lower case, for the copy that they get. */
export type PersonElsewhere = (ctx: Pick<Ctx, 'tx'>, email: string) => Promise<Record<string, unknown[]>>

/** Deletes tickets and everything of theirs; the bytes of their attachments go once no other attachment has the same. */
export async function deleteTickets(
  ctx: Ctx,
  ids: readonly string[],
  forgetMail: ForgetMail,
): Promise<{ messages: number; attachments: number }> {
  const { tx } = ctx
  const all = [...ids]
  await forgetMail(ctx, all)
  const ofMessages = await tx
    .select({ id: ticketMessage.id })
    .from(ticketMessage)
    .where(inArray(ticketMessage.ticketId, all))
  const messageIds = ofMessages.map(({ id }) => id)
  const attachments = await forgetAttachments(ctx, messageIds)
  await tx.delete(replyDraft).where(inArray(replyDraft.ticketId, all))
  await tx.delete(ticketTag).where(inArray(ticketTag.ticketId, all))
  await tx.delete(ticketLink).where(or(inArray(ticketLink.ticketId, all), inArray(ticketLink.targetId, all)))
  await tx.delete(ticketEvent).where(inArray(ticketEvent.ticketId, all))
  await tx.delete(ticketMessage).where(inArray(ticketMessage.ticketId, all))
  const gone = await tx
    .delete(ticket)
    .where(inArray(ticket.id, all))
    .returning({ email: ticket.requesterEmail })
  await forgetPeople(ctx, [...new Set(gone.flatMap(({ email }) => email ?? []))])
  return { messages: messageIds.length, attachments }
}

/** Deletes the attachments of messages, and has their bytes looked at. */
export async function forgetAttachments(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  messageIds: readonly string[],
): Promise<number> {
  if (messageIds.length === 0) return 0
  const gone = await tx
    .delete(attachment)
    .where(inArray(attachment.messageId, [...messageIds]))
    .returning({ sha256: attachment.sha256 })
  await forgetBytes({ tx, now }, gone)
  return gone.length
}

/** Has the bytes of deleted attachments looked at: they go unless another attachment has the same. */
export async function forgetBytes(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  gone: readonly { sha256: Buffer }[],
): Promise<void> {
  const hashes = new Map(gone.map(({ sha256 }) => [sha256.toString('hex'), sha256]))
  if (hashes.size > 0)
    await tx
      .insert(storedFileCheck)
      .values([...hashes.values()].map((sha256) => ({ sha256, at: now })))
      .onConflictDoNothing()
}

/** Forgets the names of addresses that no ticket has any more. */
async function forgetPeople({ tx }: Pick<Ctx, 'tx'>, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return
  await tx.delete(deskPerson).where(
    sql`${inArray(deskPerson.email, [...emails])}
        and not exists (select from ticket where requester_email = ${deskPerson.email})`,
  )
}
