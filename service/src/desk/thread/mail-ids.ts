import type { Ctx } from '@tractops/platform'
import { desc, inArray } from 'drizzle-orm'
import { ticketMailId } from './tables.ts'

/** Keeps the Message-ID of a mail of a ticket, in its angle brackets. */
export async function rememberMailId(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  {
    ticketId,
    messageId,
    by,
    at = now,
  }: {
    ticketId: string
    messageId: string
    by: 'customer' | 'us'
    at?: Temporal.Instant
  },
): Promise<void> {
  await tx.insert(ticketMailId).values({ ticketId, messageId, by, at }).onConflictDoNothing()
}

/**
 * The ticket that has a mail with one of these Message-IDs, the nearest first; null where there is none. Unlike the signed ones
 * they prove nothing: they are how the mails of two people in copy find each other.
 */
export async function ticketWithMailId(
  { tx }: Pick<Ctx, 'tx'>,
  messageIds: readonly string[],
): Promise<string | null> {
  if (messageIds.length === 0) return null
  const rows = await tx
    .select({ messageId: ticketMailId.messageId, ticketId: ticketMailId.ticketId })
    .from(ticketMailId)
    .where(inArray(ticketMailId.messageId, [...messageIds]))
    .orderBy(desc(ticketMailId.at))
  for (const messageId of messageIds) {
    const found = rows.find((row) => row.messageId === messageId)
    if (found !== undefined) return found.ticketId
  }
  return null
}
