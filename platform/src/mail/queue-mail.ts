import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'
import { announce } from '../events/announce.ts'
import type { Queue } from '../queue/queue.ts'
import { checkMail, type Mail } from './message.ts'
import { outgoingMail } from './tables.ts'

/** The queue of mails to send; a job holds the id of a row. */
export const MAIL_QUEUE = 'mail.send'

/** After this many tries, a day and more, a mail has failed for good. */
export const MOST_ATTEMPTS = 60
const pauses = { retryLimit: 2 * MOST_ATTEMPTS, retryDelay: 10, retryBackoff: true, retryDelayMax: 1_800 }

/**
 * Puts a mail on its way, in the caller's transaction: it goes out exactly when that is committed. The same idempotency
 * key is the same mail, which is not sent twice. @throws AppError `mail_invalid` with the path of what is wrong.
 */
export async function queueMail(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  queue: Queue,
  mail: Mail,
): Promise<{ id: string }> {
  checkMail(mail)
  const { kind, ref, to, subject, idempotencyKey, ...message } = mail
  const id = `mail_${randomUUID()}`
  const made = await ctx.tx
    .insert(outgoingMail)
    .values({
      id,
      kind,
      ref,
      to,
      subject,
      message,
      idempotencyKey,
      messageId: mail.messageId ?? null,
      createdAt: ctx.now,
      attempts: 0,
    })
    .onConflictDoNothing({ target: outgoingMail.idempotencyKey })
    .returning({ id: outgoingMail.id })
  if (made.length === 0) {
    const [known] = await ctx.tx
      .select({ id: outgoingMail.id })
      .from(outgoingMail)
      .where(eq(outgoingMail.idempotencyKey, idempotencyKey))
    return known!
  }
  await queueJob(ctx, queue, id)
  return { id }
}

/** The job that sends the mail of row `id`. */
export async function queueJob(ctx: Pick<Ctx, 'tx'>, queue: Queue, id: string): Promise<void> {
  await queue.send(ctx.tx, MAIL_QUEUE, { id }, pauses)
  await announce(ctx, 'mail')
}
