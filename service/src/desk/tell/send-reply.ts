import { type Ctx, renderMarkdown } from '@tractops/platform'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { html } from 'hono/html'
import { familyOf } from '../clock/read-clock.ts'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { ticketMessage } from '../tables.ts'
import { ticketMail } from '../thread/ticket-mail.ts'
import { answerTo, policyOf, portalTicketUrl, queueLetter } from './letter.ts'
import { spellInstant } from './spell-time.ts'

export type Reply = { messageId: string; text: string; attachments: readonly string[] }

/** The kind of the mails that are answers: what becomes of one decides about the clock. */
export const REPLY_KIND = 'ticket.reply'

const MOST_LINES = 20
const LINE_WIDTH = 68

/** Queues the mail of an answer to whoever asked, with the customer's last words below it, trimmed. */
export async function sendReply(
  ctx: Ctx,
  desk: Desk,
  row: TicketRow,
  { messageId, text }: Reply,
): Promise<{ id: string }> {
  const policy = policyOf(desk, row)
  const quote = await lastWords(ctx, row, policy.zone)
  return queueLetter(ctx, desk, row.id, {
    kind: REPLY_KIND,
    to: { email: row.requesterEmail!, name: row.requesterName },
    subject: answerTo(row.subject),
    title: row.subject,
    blocks: [
      { html: renderMarkdown(text), text },
      `${ctx.actor.name}, ${policy.provider}`,
      ...(quote === null ? [] : [quote]),
    ],
    button: { label: 'Read all of it', url: portalTicketUrl(desk, row.id) },
    footer: `This is #${row.number} at ${policy.provider}. Answer this mail to go on.`,
    more: await ticketMail(ctx, desk, { ticketId: row.id, messageId, automatic: false }),
    idempotencyKey: `ticket.reply/${messageId}`,
  })
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
