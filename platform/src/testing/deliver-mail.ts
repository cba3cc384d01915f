import { and, asc, isNull } from 'drizzle-orm'
import { embeddedTransport } from '../mail/embedded.ts'
import { type ReadStored, sendMail } from '../mail/send-mail.ts'
import { outgoingMail } from '../mail/tables.ts'
import type { Transport } from '../mail/transport.ts'
import type { Platform } from '../platform.ts'

/**
 * Tries every mail that waits once, oldest first, as the queue would: for stories, whose clock stands still. What a
 * transport refuses for now waits on.
 */
export async function deliverMail(
  p: Pick<Platform, 'db' | 'clock'>,
  transport: Transport = embeddedTransport(),
  readStored?: ReadStored,
): Promise<void> {
  const waiting = await p.db
    .select({ id: outgoingMail.id })
    .from(outgoingMail)
    .where(and(isNull(outgoingMail.acceptedAt), isNull(outgoingMail.failedAt)))
    .orderBy(asc(outgoingMail.createdAt), asc(outgoingMail.id))
  for (const { id } of waiting) await sendMail(p, transport, id, new Map(), readStored).catch(() => {})
}
