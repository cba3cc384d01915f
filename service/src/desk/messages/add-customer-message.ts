import type { Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldSurvivor, newId } from '../hold.ts'
import { attachFiles } from '../store/attach-files.ts'
import { rememberMailId } from '../thread/mail-ids.ts'
import { kept, oneLine } from '../tickets/one-line.ts'
import type { Channel } from '../words.ts'
import { knownMessage } from './known-message.ts'

export type AddCustomerMessage = {
  ticketId: string
  author: { name: string; email: string | null; contactId?: string | null | undefined }
  text: string
  quoted?: string | null | undefined
  /** Sanitised. */
  html?: string | null | undefined
  channel: Channel
  receivedAt: Temporal.Instant
  incomingMailId?: string | null | undefined
  /** The Message-ID of the mail that it came in, in its angle brackets: what ours refer to. */
  mailMessageId?: string | null | undefined
  attachments: readonly string[]
  idempotencyKey: string
  /** Written by a program: it is kept, and neither reopens nor wakes anything. */
  automatic: boolean
}

/**
 * Adds what a customer wrote to their ticket, or to the one that it was merged into: it is our turn again, so one that waited or was
 * closed is open, and one that was put aside is back. The same key again is the same message.
 *
 * @throws AppError `ticket_unknown`, `attachment_unknown`.
 */
export async function addCustomerMessage(
  ctx: Ctx,
  desk: Desk,
  input: AddCustomerMessage,
): Promise<{ messageId: string; ticketId: string; fresh: boolean }> {
  const known = await knownMessage(ctx, input.idempotencyKey)
  if (known !== null) return { messageId: known.id, ticketId: known.ticketId, fresh: false }
  const row = await heldSurvivor(ctx, input.ticketId)
  const { author, channel, receivedAt, incomingMailId = null, idempotencyKey, automatic } = input
  const messageId = newId('msg')
  if (input.mailMessageId != null)
    await rememberMailId(ctx, {
      ticketId: row.id,
      messageId: input.mailMessageId,
      by: 'customer',
      at: receivedAt,
    })
  const reopened = !automatic && row.status === 'closed'
  const woken = !automatic && row.snoozedUntil !== null
  await changeTicket(ctx, desk, row, {
    message: {
      ...{
        id: messageId,
        at: receivedAt,
        author: automatic ? 'automatic' : 'customer',
        public: true,
        channel,
      },
      ...{
        authorId: author.contactId ?? null,
        authorName: oneLine(author.name) || author.email || 'Somebody',
      },
      authorEmail: author.email?.toLowerCase() ?? null,
      text: kept(input.text),
      quoted: input.quoted == null ? null : kept(input.quoted),
      html: input.html == null ? null : kept(input.html),
      ...{ incomingMailId, idempotencyKey },
    },
    events: [
      ...(reopened
        ? [{ kind: 'reopened' as const, data: { because: 'the customer wrote', messageId } }]
        : []),
      ...(woken ? [{ kind: 'woken' as const, data: { because: 'the customer wrote', messageId } }] : []),
    ],
    set: {
      lastContactAt: later(row.lastContactAt, receivedAt),
      ...(automatic ? {} : { status: 'open', closedAt: null, closedBy: null, snoozedUntil: null }),
    },
    action: 'ticket.message_received',
    detail: { messageId, channel, automatic, reopened },
  })
  await attachFiles(ctx, { ids: input.attachments, messageId })
  return { messageId, ticketId: row.id, fresh: true }
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
