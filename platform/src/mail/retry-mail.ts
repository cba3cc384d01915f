import { eq } from 'drizzle-orm'
import { audit } from '../audit/audit.ts'
import type { Ctx } from '../database/transaction.ts'
import { AppError } from '../error.ts'
import type { Queue } from '../queue/queue.ts'
import { forgetBounce } from './bounces.ts'
import { queueJob } from './queue-mail.ts'
import { outgoingMail } from './tables.ts'

/**
 * Puts a mail that failed for good on its way once more, with its key and Message-ID. Whoever asks for it says that the
 * address works, so it no longer counts as bounced.
 */
export async function retryMail(ctx: Ctx, queue: Queue, { id }: { id: string }): Promise<void> {
  const [mail] = await ctx.tx.select().from(outgoingMail).where(eq(outgoingMail.id, id)).for('update')
  if (mail === undefined)
    throw new AppError('mail_not_found', 404, `There is no mail ${id}.`, { path: 'param.id' })
  if (mail.failedAt === null) {
    const state = mail.acceptedAt === null ? 'still on its way, and is tried again by itself' : 'accepted'
    throw new AppError('mail_not_failed', 409, `This mail is ${state}; only one that failed can be retried.`)
  }
  await ctx.tx.update(outgoingMail).set({ failedAt: null, attempts: 0 }).where(eq(outgoingMail.id, id))
  await forgetBounce(ctx, mail.to)
  await queueJob(ctx, queue, id)
  await audit(ctx, {
    action: 'mail.retried',
    subject: id,
    detail: { kind: mail.kind, ref: mail.ref, refused: mail.lastError },
  })
}
