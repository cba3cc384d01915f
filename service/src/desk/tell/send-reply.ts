import { type Ctx, isMailAddress, type MailBlock, renderMarkdown } from '@tractops/platform'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { html } from 'hono/html'
import { spellInstant } from '../../notation/index.ts'
import { familyOf } from '../clock/read-clock.ts'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { ratingLink } from '../rate/rating-link.ts'
import { ticket, ticketMessage } from '../tables.ts'
import { ticketMail } from '../thread/ticket-mail.ts'
import { answerTo, policyOf, portalTicketUrl, queueLetter } from './letter.ts'
import { replyFiles } from './reply-files.ts'

export type Reply = {
  messageId: string
  text: string
  attachments: readonly string[]
  /** The ticket is closed with it. */
  closes: boolean
}

/** The kind of the mails that are answers: what becomes of one decides about the clock. */
export const REPLY_KIND = 'ticket.reply'

const MOST_LINES = 20
const LINE_WIDTH = 68

/**
 * Queues the mail of an answer to whoever asked, with the customer's last words below it, trimmed, and one like it to whoever asked in a
 * ticket that was merged into this one. What becomes of the first decides about the clock.
 */
export async function sendReply(ctx: Ctx, desk: Desk, row: TicketRow, reply: Reply): Promise<{ id: string }> {
  const { messageId, text, closes } = reply
  const policy = policyOf(desk, row)
  const quote = await lastWords(ctx, row, policy.zone)
  const { attachments, tooLarge } = await replyFiles(ctx, reply.attachments)
  const letter = {
    subject: answerTo(row.subject),
    title: row.subject,
    blocks: [
      { html: renderMarkdown(text), text },
      `${'name' in ctx.actor ? ctx.actor.name : ''}, ${policy.provider}`,
      ...(tooLarge ? ['The files are too large for a mail: they are behind the link below.'] : []),
      ...(closes ? [closing(desk, row)] : []),
      ...(quote === null ? [] : [quote]),
    ],
    button: { label: 'Read all of it', url: portalTicketUrl(desk, row.id) },
    footer: `This is #${row.number} at ${policy.provider}. Answer this mail to go on.`,
  }
  const threaded = async (ticketId: string) => ({
    ...(await ticketMail(ctx, desk, { ticketId, messageId, automatic: false })),
    ...(attachments.length === 0 ? {} : { attachments }),
  })
  for (const copy of await othersWhoAsked(ctx, row))
    await queueLetter(ctx, desk, row.id, {
      ...letter,
      ...{ kind: 'ticket.reply_copy', to: copy, more: await threaded(copy.ticketId) },
      idempotencyKey: `ticket.reply/${messageId}/${copy.ticketId}`,
    })
  return queueLetter(ctx, desk, row.id, {
    ...letter,
    ...{ kind: REPLY_KIND, to: { email: row.requesterEmail!, name: row.requesterName } },
    more: await threaded(row.id),
    idempotencyKey: `ticket.reply/${messageId}`,
  })
}

function closing(desk: Desk, row: TicketRow): MailBlock {
  const url = ratingLink(desk, row.id)
  return {
    html: html`<p>We take it that this is done. <a href="${url}">Say how it was</a>, or answer this mail to go on.</p>`.toString(),
    text: `We take it that this is done. Say how it was, or answer this mail to go on:\n${url}`,
  }
}

/** Those of other addresses whose tickets became part of this one. */
async function othersWhoAsked({ tx }: Ctx, row: TicketRow) {
  const merged = await tx.select().from(ticket).where(eq(ticket.mergedInto, row.id))
  const others = new Map<string, { email: string; name: string; ticketId: string }>()
  for (const { id: ticketId, requesterEmail: email, requesterName: name } of merged)
    if (email !== null && email !== row.requesterEmail && isMailAddress(email) && !others.has(email))
      others.set(email, { email, name, ticketId })
  return [...others.values()]
}

/** What the customer last wrote, as mail programs quote it; at most 20 lines. */
async function lastWords(
  ctx: Ctx,
  row: TicketRow,
  zone: string,
): Promise<{ html: string; text: string } | null> {
  const [last] = await ctx.tx
    .select({ text: ticketMessage.text, at: ticketMessage.at, name: ticketMessage.authorName })
    .from(ticketMessage)
    .where(
      and(
        inArray(ticketMessage.ticketId, await familyOf(ctx, row.id)),
        eq(ticketMessage.author, 'customer'),
        eq(ticketMessage.public, true),
      ),
    )
    .orderBy(desc(ticketMessage.seq))
    .limit(1)
  if (last === undefined || last.text.trim() === '') return null
  const all = last.text.trim().slice(0, 5_000).split('\n').flatMap(folded)
  const lines = [...all.slice(0, MOST_LINES), ...(all.length > MOST_LINES ? ['[…]'] : [])]
  const intro = `On ${spellInstant(last.at, zone)}, ${last.name} wrote:`
  return {
    text: `${intro}\n${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}`,
    html: html`<p>${intro}</p><blockquote type="cite" style="margin:0;padding-left:12px;border-left:2px solid #d9d4c6;white-space:pre-line">${lines.join('\n')}</blockquote>`.toString(),
  }
}

/** A line broken at spaces, so that its parts can each stand behind a mark. */
function folded(line: string): string[] {
  const lines: string[] = []
  let rest = line
  while (rest.length > LINE_WIDTH) {
    const space = rest.lastIndexOf(' ', LINE_WIDTH)
    const at = space > 0 ? space : LINE_WIDTH
    lines.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  return [...lines, rest]
}
