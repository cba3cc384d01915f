import { type Ctx, isMessageId, type Mail } from '@tractops/platform'
import { type Policy, policyAt } from '@tractops/sla'
import { desc, eq } from 'drizzle-orm'
import { rememberMailId } from './mail-ids.ts'
import { ticketMailId } from './tables.ts'
import { replyAddress, type ThreadKeys, ticketMessageId } from './tokens.ts'

/** A chain longer than this keeps its root and its latest (RFC 5537 §3.4.4 does so too). */
const MOST_REFERENCES = 20

/** Automatic mail says that it is: nobody's machine has to answer it, and ours does not (RFC 3834 §5). */
const automaticHeaders = {
  'Auto-Submitted': 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
  'X-TractOps-Automatic': 'acknowledgement',
}

/** What the desk's mails need to know to be threaded. */
export type ThreadDesk = { secretKey: string; policies: readonly Policy[] }

/** The keys of threads as they are at an instant: the contact address is the agreement's (SLA §3). */
export const threadKeys = ({ secretKey, policies }: ThreadDesk, at: Temporal.Instant): ThreadKeys => ({
  secretKey,
  contact: policyAt(policies, at).policy.contact.address,
})

/**
 * What puts a mail of a ticket into its thread, in the customer's mail program and when the answer comes back: its signed
 * Message-ID, where answers go, and what it refers to. The first reference is the ticket's own, so that the thread holds
 * even where a provider puts a Message-ID of its own. `messageId` is the message that is sent, or any name that is used once
 * in the ticket, such as "acknowledged"; the same name is the same mail.
 */
export async function ticketMail(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  desk: ThreadDesk,
  of: { ticketId: string; messageId: string; automatic: boolean },
): Promise<Pick<Mail, 'messageId' | 'replyTo' | 'inReplyTo' | 'references' | 'headers'>> {
  const keys = threadKeys(desk, ctx.now)
  const own = ticketMessageId(keys, of.ticketId, of.messageId)
  const root = ticketMessageId(keys, of.ticketId, 'root')
  const chain = (await chainOf(ctx, of.ticketId)).filter(({ messageId }) => messageId !== own)
  const answered = chain.findLast(({ by }) => by === 'customer') ?? chain.at(-1)
  await rememberMailId(ctx, { ticketId: of.ticketId, messageId: own, by: 'us' })
  return {
    messageId: own,
    replyTo: replyAddress(keys, of.ticketId),
    inReplyTo: answered?.messageId ?? root,
    references: [root, ...chain.map(({ messageId }) => messageId)],
    ...(of.automatic ? { headers: automaticHeaders } : {}),
  }
}

/** The latest Message-IDs of a ticket, the oldest first. */
async function chainOf({ tx }: Pick<Ctx, 'tx'>, ticketId: string) {
  const rows = await tx
    .select({ messageId: ticketMailId.messageId, by: ticketMailId.by })
    .from(ticketMailId)
    .where(eq(ticketMailId.ticketId, ticketId))
    .orderBy(desc(ticketMailId.at), desc(ticketMailId.messageId))
    .limit(MOST_REFERENCES - 1)
  return rows.filter(({ messageId }) => isMessageId(messageId)).reverse()
}
