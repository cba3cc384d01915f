import { AppError, type Ctx, findMail, type OutgoingMail } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldSurvivor, type TicketRow } from '../hold.ts'
import { ticketMessage } from '../tables.ts'
import { type MessageRow, messageColumns } from './message-columns.ts'

/** Mails to customers that are no message of a ticket: that one did not arrive is told in its timeline. */
export const TOLD_KINDS = ['ticket.acknowledgement', 'ticket.reply_copy', 'ticket.closed']

/**
 * SLA §2: an answer counts from the instant at which the outgoing transport accepted it (row 28); one that failed for good counts for
 * nothing. Called in the transaction that settles the mail.
 */
export async function noteSettled(ctx: Ctx, desk: Desk, mail: OutgoingMail): Promise<void> {
  const { id: outgoingMailId, acceptedAt, lastError } = mail
  if (acceptedAt === null)
    return noteDelivery(ctx, desk, {
      ...{ outgoingMailId, delivery: 'failed', reason: lastError ?? 'it was refused', at: ctx.now },
    })
  const found = await messageOf(ctx, outgoingMailId)
  if (found === null || found.message.delivery === 'bounced') return
  await deliver(ctx, found.message, { delivery: 'accepted', deliveredAt: acceptedAt, deliveryReason: null })
  await changeTicket(ctx, desk, found.row, {
    action: 'ticket.reply_accepted',
    detail: { messageId: found.message.id, at: String(acceptedAt) },
  })
}

/**
 * An answer did not arrive. It is our turn again, in sight; and where it was the first response there has been none: the clock goes
 * on from receipt and may be breached (row 28). Of an acknowledgement it is only told in the timeline.
 */
export async function noteDelivery(
  ctx: Ctx,
  desk: Desk,
  input: { outgoingMailId: string; delivery: 'bounced' | 'failed'; reason: string; at: Temporal.Instant },
): Promise<void> {
  const { outgoingMailId, delivery, at } = input
  const reason = input.reason.slice(0, 500)
  const found = await messageOf(ctx, outgoingMailId)
  const row = found?.row ?? (await ticketOf(ctx, outgoingMailId))
  if (row === null || found?.message.delivery === delivery) return
  if (found !== null) await deliver(ctx, found.message, { delivery, deliveryReason: reason })
  await changeTicket(ctx, desk, row, {
    events: [
      {
        kind: 'bounced',
        data: {
          messageId: found?.message.id ?? null,
          mailId: outgoingMailId,
          delivery,
          reason,
          at: String(at),
        },
      },
    ],
    ...(found === null
      ? {}
      : { set: { status: 'open', closedAt: null, closedBy: null, snoozedUntil: null } }),
    action: 'ticket.mail_bounced',
    detail: { messageId: found?.message.id ?? null, delivery },
  })
}

async function messageOf(
  ctx: Ctx,
  outgoingMailId: string,
): Promise<{ message: MessageRow; row: TicketRow } | null> {
  const find = () =>
    ctx.tx.select(messageColumns).from(ticketMessage).where(eq(ticketMessage.outgoingMailId, outgoingMailId))
  const [seen] = await find()
  if (seen === undefined) return null
  const row = await heldSurvivor(ctx, seen.ticketId)
  const [message] = await find()
  return { message: message!, row }
}

/** The ticket that a mail which is no message of it was about, such as an acknowledgement, where it is still there. */
async function ticketOf(ctx: Ctx, mailId: string): Promise<TicketRow | null> {
  const mail = await findMail(ctx, mailId)
  if (mail === null || !TOLD_KINDS.includes(mail.kind)) return null
  return heldSurvivor(ctx, mail.ref).catch((error) => {
    if (error instanceof AppError && error.code === 'ticket_unknown') return null
    throw error
  })
}

async function deliver(ctx: Ctx, { id }: MessageRow, set: Partial<MessageRow>): Promise<void> {
  await ctx.tx.update(ticketMessage).set(set).where(eq(ticketMessage.id, id))
}
