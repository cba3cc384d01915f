import type { Ctx } from '@tractops/platform'
import { inArray, lt } from 'drizzle-orm'
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
