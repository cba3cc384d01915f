import { and, asc, eq, inArray, isNull, not, sql } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { forgetBounce } from './bounces.ts'
import { tellSettled } from './settled.ts'
import { outgoingMail } from './tables.ts'

const NOBODY = '[erased]'

const to = (email: string) => sql`lower(${outgoingMail.to}) = ${email}`

/** What went to an address, in lower case, as far as mail logs go back, the oldest first. */
export function mailsTo({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { subject, createdAt, acceptedAt } = outgoingMail
  return tx
    .select({ subject, createdAt, acceptedAt, text: sql<string>`${outgoingMail.message} ->> 'text'` })
    .from(outgoingMail)
    .where(to(email))
    .orderBy(asc(createdAt), asc(outgoingMail.id))
}

/**
 * Erases an address, in lower case, from what went out: whom it went to, what it said, and what mails to others about `refs` said. That
 * and when each was sent stays. One that still waits for that address has failed for good. Resolves to how many went there.
 */
export async function forgetMails(
  ctx: Ctx,
  { email, refs, instead }: { email: string; refs: readonly string[]; instead: string },
): Promise<number> {
  const { tx, now } = ctx
  const waiting = await tx
    .update(outgoingMail)
    .set({ failedAt: now, lastError: instead })
    .where(and(to(email), isNull(outgoingMail.acceptedAt), isNull(outgoingMail.failedAt)))
    .returning()
  for (const mail of waiting) await tellSettled(ctx, mail)
  const words = { subject: instead, message: { text: instead } }
  const key = sql`case when position(${email} in lower(${outgoingMail.idempotencyKey})) > 0
    then 'erased/' || ${outgoingMail.id} else ${outgoingMail.idempotencyKey} end`
  const gone = await tx
    .update(outgoingMail)
    .set({ ...words, to: NOBODY, response: null, lastError: null, idempotencyKey: key })
    .where(to(email))
    .returning({ id: outgoingMail.id })
  if (refs.length > 0)
    await tx
      .update(outgoingMail)
      .set(words)
      .where(and(inArray(outgoingMail.ref, [...refs]), not(eq(outgoingMail.to, NOBODY))))
  await forgetBounce(ctx, email)
  return gone.length
}
