import { and, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import type { OutgoingMail } from './settled.ts'
import { outgoingMail } from './tables.ts'

export const mailStates = ['waiting', 'accepted', 'failed'] as const
export type MailState = (typeof mailStates)[number]

export type MailFilter = {
  kind?: string | undefined
  /** What it is about, such as the id of a maintenance. */
  ref?: string | undefined
  state?: MailState | undefined
}

const inState: Record<MailState, SQL> = {
  waiting: and(isNull(outgoingMail.acceptedAt), isNull(outgoingMail.failedAt))!,
  accepted: isNotNull(outgoingMail.acceptedAt),
  failed: and(isNull(outgoingMail.acceptedAt), isNotNull(outgoingMail.failedAt))!,
}

/** What became of a mail, in a word. */
export const mailState = ({
  acceptedAt,
  failedAt,
}: Pick<OutgoingMail, 'acceptedAt' | 'failedAt'>): MailState =>
  acceptedAt !== null ? 'accepted' : failedAt !== null ? 'failed' : 'waiting'

/** Mails, the newest first, at most `limit`, older than the one at `before` (when it was written, in ms, and its id). */
export function listMail(
  { tx }: Pick<Ctx, 'tx'>,
  { kind, ref, state, before, limit }: MailFilter & { before: [number, string] | null; limit: number },
): Promise<OutgoingMail[]> {
  const at = before && Temporal.Instant.fromEpochMilliseconds(before[0]).toString()
  return tx
    .select()
    .from(outgoingMail)
    .where(
      and(
        kind === undefined ? undefined : eq(outgoingMail.kind, kind),
        ref === undefined ? undefined : eq(outgoingMail.ref, ref),
        state === undefined ? undefined : inState[state],
        before === null
          ? undefined
          : sql`(${outgoingMail.createdAt}, ${outgoingMail.id}) < (${at}::timestamptz, ${before[1]})`,
      ),
    )
    .orderBy(desc(outgoingMail.createdAt), desc(outgoingMail.id))
    .limit(limit)
}

/** A mail that went out under one of these Message-IDs; null where none did, or its log is over. */
export async function mailWithMessageId(
  { tx }: Pick<Ctx, 'tx'>,
  messageIds: readonly string[],
): Promise<OutgoingMail | null> {
  if (messageIds.length === 0) return null
  const [found] = await tx
    .select()
    .from(outgoingMail)
    .where(inArray(outgoingMail.messageId, [...messageIds]))
    .limit(1)
  return found ?? null
}

/** One mail whole; null where there is none, or no more. */
export async function findMail({ tx }: Pick<Ctx, 'tx'>, id: string): Promise<OutgoingMail | null> {
  const [found] = await tx.select().from(outgoingMail).where(eq(outgoingMail.id, id))
  return found ?? null
}
