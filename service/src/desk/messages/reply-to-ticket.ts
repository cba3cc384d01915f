import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldSurvivor, newId, type TicketRow } from '../hold.ts'
import { attachFiles } from '../store/attach-files.ts'
import { replyDraft } from '../tables.ts'
import { askForRating } from '../tell/ask-for-rating.ts'
import { type Reply, sendReply } from '../tell/send-reply.ts'
import { kept } from '../tickets/one-line.ts'
import type { TicketStatus } from '../words.ts'
import { knownMessage } from './known-message.ts'

export type ReplyToTicket = {
  ticketId: string
  /** Markdown. */
  text: string
  /** False: a note for staff. */
  public: boolean
  attachments: readonly string[]
  idempotencyKey: string
  /** Whose turn it is then; after a public answer the customer's, unless told otherwise. */
  status?: TicketStatus | undefined
}

/**
 * SLA §2: an answer by `ctx.actor`, or a note, in a ticket or in the one that it was merged into. An answer goes out as mail, and counts
 * as the first response when its transport has accepted it; where a reader of the widget or the portal has no address, it has reached
 * them when it is committed. What a program writes with a key is no person's answer (row 28). The same key again is the same message.
 *
 * @throws AppError `ticket_unknown`, `attachment_unknown`, `nobody_to_answer`.
 */
export async function replyToTicket(
  ctx: Ctx,
  desk: Desk,
  input: ReplyToTicket,
): Promise<{ messageId: string; ticketId: string; fresh: boolean }> {
  const known = await knownMessage(ctx, input.idempotencyKey)
  if (known !== null) return { messageId: known.id, ticketId: known.ticketId, fresh: false }
  const row = await heldSurvivor(ctx, input.ticketId)
  const messageId = newId('msg')
  const text = kept(input.text)
  const status = input.status ?? (input.public ? 'waiting' : row.status)
  const sent = input.public
    ? await deliver(ctx, desk, row, {
        messageId,
        text,
        attachments: input.attachments,
        closes: status === 'closed',
      })
    : {}
  if (!input.public && status === 'closed' && row.status !== 'closed') await askForRating(ctx, desk, row)
  const person = ctx.actor.kind === 'system' ? null : ctx.actor.id
  await changeTicket(ctx, desk, row, {
    message: {
      ...{
        id: messageId,
        at: ctx.now,
        author: ctx.actor.kind === 'person' ? 'staff' : 'automatic',
        public: input.public,
      },
      ...{ channel: 'console', authorId: person, authorName: ctx.actor.name, authorEmail: null, text },
      ...{ idempotencyKey: input.idempotencyKey, ...sent },
    },
    ...turn(ctx, row, status),
    action: input.public ? 'ticket.replied' : 'ticket.noted',
    detail: { messageId, status },
  })
  await attachFiles(ctx, { ids: input.attachments, messageId })
  if (person !== null)
    await ctx.tx
      .delete(replyDraft)
      .where(and(eq(replyDraft.ticketId, row.id), eq(replyDraft.personId, person)))
  return { messageId, ticketId: row.id, fresh: true }
}

/** What becomes of whose turn it is. */
function turn(ctx: Ctx, row: TicketRow, status: TicketStatus) {
  const closes = status === 'closed' && row.status !== 'closed'
  const reopens = status !== 'closed' && row.status === 'closed'
  return {
    set: {
      ...{ status, lastContactAt: ctx.now },
      ...(closes ? { closedAt: ctx.now, closedBy: ctx.actor, snoozedUntil: null } : {}),
      ...(reopens ? { closedAt: null, closedBy: null } : {}),
    },
    events: [
      ...(closes ? [{ kind: 'closed' as const }] : []),
      ...(reopens ? [{ kind: 'reopened' as const, data: { because: 'staff wrote' } }] : []),
    ],
  }
}

/** By mail where there is an address; else to the widget or the portal, where the reader finds it. */
async function deliver(ctx: Ctx, desk: Desk, row: TicketRow, reply: Reply) {
  if (row.requesterEmail !== null) {
    const { id } = await sendReply(ctx, desk, row, reply)
    return { outgoingMailId: id, delivery: 'sending' as const }
  }
  if (row.channel !== 'widget' && row.channel !== 'portal')
    throw new AppError(
      'nobody_to_answer',
      409,
      'Nobody’s address is known here: enter who asked, or write an internal note. Nothing was sent.',
      { path: 'public' },
    )
  return { delivery: 'accepted' as const, deliveredAt: ctx.now }
}
