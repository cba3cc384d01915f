import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Ctx } from '../database/transaction.ts'
import { announce } from '../events/announce.ts'
import type { Platform } from '../platform.ts'
import { mailBounced } from './bounces.ts'
import type { MailAttachment } from './message.ts'
import { MOST_ATTEMPTS } from './queue-mail.ts'
import { type OutgoingMail, tellSettled } from './settled.ts'
import { outgoingMail } from './tables.ts'
import { MailRefused, type Transport } from './transport.ts'

const MAIL: Actor = { kind: 'system', name: 'mail' }

/** Reads the bytes of an attachment that is kept elsewhere. */
export type ReadStored = (storeKey: string) => Promise<Buffer>

const readNothing: ReadStored = async (storeKey) => {
  throw new Error(`nobody has said how the attachment ${storeKey} is read`)
}

/** What the transport has taken and the database does not know yet, by id of the mail. */
export type Taken = Map<string, { at: Temporal.Instant; response: string; messageId?: string }>

/**
 * Sends one mail that is still waiting, once. Accepted, or refused for good, it is settled in one transaction with whatever
 * hangs on it; else the reason is kept and thrown, for the queue to try again. A mail that was taken while the database
 * was away is remembered in `taken` and settled without being sent again.
 */
export async function sendMail(
  p: Pick<Platform, 'db' | 'clock'>,
  transport: Transport,
  id: string,
  taken: Taken = new Map(),
  readStored: ReadStored = readNothing,
): Promise<void> {
  const mail = await beginAttempt(p, id)
  if (mail === undefined) return
  try {
    if (!taken.has(id)) {
      const { message, to, subject, idempotencyKey, createdAt: at } = mail
      const attachments = message.attachments && (await withBytes(message.attachments, readStored))
      const answer = await transport.send({ ...message, attachments, to, subject, idempotencyKey, at })
      taken.set(id, { at: p.clock.now(), ...answer })
    }
  } catch (error) {
    await refuse(p, transport, mail, error)
    return
  }
  const { at, response, messageId = mail.messageId } = taken.get(id)!
  const change = { acceptedAt: at, lastError: null, transport: transport.name, response, messageId }
  await settle(p, mail, at, change)
  taken.delete(id)
}

const withBytes = (attachments: readonly MailAttachment[], readStored: ReadStored) =>
  Promise.all(
    attachments.map(async ({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: typeof content === 'string' ? content : await readStored(content.storeKey),
    })),
  )

const waiting = (id: string) =>
  and(eq(outgoingMail.id, id), isNull(outgoingMail.acceptedAt), isNull(outgoingMail.failedAt))

async function beginAttempt(
  p: Pick<Platform, 'db' | 'clock'>,
  id: string,
): Promise<OutgoingMail | undefined> {
  const [mail] = await p.db
    .update(outgoingMail)
    .set({ attempts: sql`${outgoingMail.attempts} + 1`, lastAttemptAt: p.clock.now() })
    .where(waiting(id))
    .returning()
  return mail
}

async function refuse(
  p: Pick<Platform, 'db' | 'clock'>,
  transport: Transport,
  mail: OutgoingMail,
  error: unknown,
): Promise<void> {
  const refusal =
    error instanceof MailRefused ? error : new MailRefused((error as Error).message, { permanent: false })
  const now = p.clock.now()
  const lastError = refusal.message
  if (!refusal.permanent && mail.attempts < MOST_ATTEMPTS) {
    await p.db.update(outgoingMail).set({ lastError, transport: transport.name }).where(waiting(mail.id))
    throw refusal
  }
  const change = { failedAt: now, lastError, transport: transport.name }
  await settle(p, mail, now, change, async (ctx) => {
    if (refusal.address) await mailBounced(ctx, mail.to, lastError)
  })
}

function settle(
  p: Pick<Platform, 'db'>,
  mail: OutgoingMail,
  now: Temporal.Instant,
  change: Partial<OutgoingMail>,
  also: (ctx: Ctx) => Promise<void> = async () => {},
): Promise<void> {
  return p.db.transaction(async (tx) => {
    const [settled] = await tx.update(outgoingMail).set(change).where(waiting(mail.id)).returning()
    if (settled === undefined) return
    const ctx: Ctx = { now, actor: MAIL, tx }
    await also(ctx)
    await tellSettled(ctx, settled)
    await announce(ctx, 'mail')
  })
}
