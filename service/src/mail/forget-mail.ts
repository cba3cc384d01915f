import type { Ctx } from '@tractops/platform'
import { asc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { incomingMail, resendInbound } from './tables.ts'

/** Forgets mails that came in before `before`, as mail logs are: what they became is a ticket's, and stays. */
export async function forgetMailBefore(
  { tx }: { tx: Pick<Ctx['tx'], 'delete'> },
  before: Temporal.Instant,
): Promise<void> {
  await tx.delete(incomingMail).where(lt(incomingMail.receivedAt, before))
  await tx.delete(resendInbound).where(lt(resendInbound.receivedAt, before))
}

/** Forgets the mails of tickets that are erased, in the transaction that erases them. */
export async function forgetMailOf({ tx }: Pick<Ctx, 'tx'>, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return
  await tx.delete(incomingMail).where(inArray(incomingMail.ticketId, [...ticketIds]))
  await tx.delete(resendInbound).where(inArray(resendInbound.ticketId, [...ticketIds]))
}

const from = (email: string) =>
  or(eq(incomingMail.fromAddress, email), sql`${incomingMail.envelope} ->> 'from' = ${email}`)

/** What came in from an address, in lower case, as far as mail logs go back, the oldest first. */
export function mailsFrom({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const { receivedAt, subject, size } = incomingMail
  return tx
    .select({ receivedAt, subject, size })
    .from(incomingMail)
    .where(from(email))
    .orderBy(asc(receivedAt))
}

/** Forgets the mails that came from an address, in lower case, and those that name it to others; what they became is the ticket's. */
export async function forgetMailsOfPerson({ tx }: Pick<Ctx, 'tx'>, email: string): Promise<void> {
  const named = sql`position(${email} in lower(${incomingMail.fields}::text || ${incomingMail.envelope}::text)) > 0`
  await tx.delete(incomingMail).where(or(from(email), named))
  await tx.delete(resendInbound).where(sql`position(${email} in lower(${resendInbound.event}::text)) > 0`)
}
