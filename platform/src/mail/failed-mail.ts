import { and, desc, gte, isNotNull, isNull } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { outgoingMail } from './tables.ts'

/** How many mails written from `since` on have failed for good and were not sent since, and the last of them. */
export async function failedMail(
  { tx }: Pick<Ctx, 'tx'>,
  { since }: { since: Temporal.Instant },
): Promise<{ count: number; last: { failedAt: Temporal.Instant; lastError: string | null } | null }> {
  const { acceptedAt, failedAt, lastError, createdAt, id } = outgoingMail
  const failed = and(isNull(acceptedAt), isNotNull(failedAt), gte(createdAt, since))
  const count = await tx.$count(outgoingMail, failed)
  const [last] = await tx
    .select({ failedAt, lastError })
    .from(outgoingMail)
    .where(failed)
    .orderBy(desc(createdAt), desc(id))
    .limit(1)
  return { count, last: last === undefined ? null : { failedAt: last.failedAt!, lastError: last.lastError } }
}
