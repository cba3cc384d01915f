import { inTransaction, type Platform } from '@tractops/platform'
import { isUrgentSubject, policyAt } from '@tractops/sla'
import { and, eq, isNull } from 'drizzle-orm'
import { openTicket } from '../../desk/index.ts'
import { mailboxes } from '../parse/addresses.ts'
import { cleanLine } from '../parse/clean-text.ts'
import { resendInbound } from '../tables.ts'
import type { MailRoom } from '../take/mail-room.ts'
import { MAIL_ROOM, takeMail } from '../take/take-mail.ts'
import type { ReceivedEvent } from './event.ts'
import { composed, fetchReceived, NotAtResend, type ResendApi } from './resend-api.ts'

export const RESEND_QUEUE = 'mail.resend'
/** After as many tries, a day and more, the mail is what its event says of it. */
const MOST_TRIES = 40
const pauses = { retryLimit: MOST_TRIES + 5, retryDelay: 5, retryBackoff: true, retryDelayMax: 3_600 }

/**
 * Takes what Resend tells of a mail, once for each mail: a [P1] is a ticket at once, from its subject alone (SLA §3); the mail itself is
 * fetched by a job that is committed with it. False: it was taken before.
 */
export async function takeEvent(
  p: Pick<Platform, 'db' | 'clock' | 'queue'>,
  { desk }: Pick<MailRoom, 'desk'>,
  event: ReceivedEvent,
): Promise<boolean> {
  return inTransaction(p, MAIL_ROOM, async (ctx) => {
    const receivedAt = receivedAtOf(event, ctx.now)
    const made = await ctx.tx
      .insert(resendInbound)
      .values({ emailId: event.email_id, receivedAt, event })
      .onConflictDoNothing()
      .returning({ id: resendInbound.emailId })
    if (made.length === 0) return false
    const subject = cleanLine(event.subject)
    if (isUrgentSubject(policyAt(desk.policies, receivedAt).policy, subject)) {
      const [from = { name: '', address: null }] = mailboxes(event.from)
      const { id: ticketId } = await openTicket(ctx, desk, {
        ...{ subject, channel: 'mail', severity: 'P1', receivedAt, attachments: [], automatic: false },
        requester: { name: from.name, email: from.address || null },
        text: '[The text of this mail follows as soon as the mail provider hands it over.]',
        ...{ mailMessageId: event.message_id, idempotencyKey: `resend/${event.email_id}` },
      })
      await ctx.tx.update(resendInbound).set({ ticketId }).where(eq(resendInbound.emailId, event.email_id))
    }
    await p.queue.send(ctx.tx, RESEND_QUEUE, { emailId: event.email_id }, pauses)
    return true
  })
}

/** SLA §2: when the mail provider received it (row 27), and never after now. */
function receivedAtOf({ created_at }: ReceivedEvent, now: Temporal.Instant): Temporal.Instant {
  const ms = Date.parse(created_at)
  if (Number.isNaN(ms) || ms > now.epochMilliseconds) return now
  return Temporal.Instant.fromEpochMilliseconds(ms)
}

/** Fetches a mail and takes it, into the ticket that was opened of it where there is one. Throws, to be tried again, until it is there. */
export async function fillIn(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'queue'>,
  room: MailRoom,
  api: ResendApi | null,
  emailId: string,
): Promise<void> {
  const [row] = await p.db
    .select()
    .from(resendInbound)
    .where(and(eq(resendInbound.emailId, emailId), isNull(resendInbound.settledAt)))
  if (row === undefined) return
  const set = (change: Partial<typeof row>) =>
    p.db.update(resendInbound).set(change).where(eq(resendInbound.emailId, emailId))
  const tries = row.tries + 1
  let raw: Buffer
  try {
    if (api === null) throw new Error('RESEND_API_KEY is not set')
    raw = await fetchReceived(api, row.event)
  } catch (error) {
    const lastError = (error as Error).message.slice(0, 500)
    await set({ tries, lastError })
    if (!(error instanceof NotAtResend) && tries < MOST_TRIES) throw error
    const text = `[The mail provider did not hand over the text of this mail: ${lastError}]`
    raw = Buffer.from(composed(row.event, { text }))
  }
  const [from = { address: '' }] = mailboxes(row.event.from)
  const envelope = {
    from: from.address,
    to: row.event.to.flatMap((to) => mailboxes(to)).map(({ address }) => address),
    ...{ ip: null, helo: null, tls: true },
  }
  const mail = {
    raw,
    envelope,
    receivedAt: row.receivedAt,
    transport: 'resend',
    ticketId: row.ticketId,
  } as const
  const { id } = await takeMail(p, room, mail)
  await set({ tries, incomingMailId: id, settledAt: p.clock.now(), lastError: null })
}
