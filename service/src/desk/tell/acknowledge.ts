import { bouncesOf, type Ctx, isMailAddress } from '@tractops/platform'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { ticket } from '../tables.ts'
import { ticketMail } from '../thread/ticket-mail.ts'
import { answerTo, policyOf, portalTicketUrl, queueLetter } from './letter.ts'
import { spellForReader } from './spell-for-reader.ts'

/** So many acknowledgements go to one address within an hour: a flood, and two programs that answer each other, end there. */
const MOST_IN_AN_HOUR = 10

/**
 * SLA §2: tells whoever asked, on arrival, how severe we take it to be and when an answer is due at the latest. It is no answer
 * (row 28). Nothing goes to an address that takes no mail, nor to one that was written to too often within the hour; then false.
 */
export async function acknowledge(ctx: Ctx, desk: Desk, row: TicketRow): Promise<{ mailId: string } | false> {
  const email = row.requesterEmail
  if (email === null || !isMailAddress(email) || !(await mayWrite(ctx, email))) return false
  const policy = policyOf(desk, row)
  const { name, means } = policy.response.severities[row.severity]
  const urgent = `If the application is down, payments fail or data is being lost, write a new mail to ${policy.contact.address} whose subject begins with [P1]: everyone who answers here is told of it at once, at any hour.`
  const { id } = await queueLetter(ctx, desk, row.id, {
    kind: 'ticket.acknowledgement',
    to: { email, name: row.requesterName },
    subject: answerTo(row.subject),
    title: 'We have your message',
    blocks: [
      `Somebody on our staff will answer you. This mail only says that “${row.subject}” has reached us, and until when you hear from us.`,
      {
        facts: [
          ['Number', `#${row.number}`],
          ['Severity', `${row.severity}, ${name}: ${means}`],
          ...spellForReader(row.dueAt, { reader: row.requesterZone, contract: policy.zone }),
        ],
      },
      'If more people are affected than it seems from your words, say so in an answer to this mail, and we look at it anew.',
      ...(row.severity === 'P1' ? [] : [urgent]),
    ],
    button: { label: 'Follow it', url: portalTicketUrl(desk, row.id) },
    footer: `You get this because a message from your address reached ${policy.provider}. Answer it to add something.`,
    more: await ticketMail(ctx, desk, { ticketId: row.id, messageId: 'acknowledgement', automatic: true }),
    idempotencyKey: `ticket.acknowledgement/${row.id}`,
  })
  return { mailId: id }
}

async function mayWrite(ctx: Ctx, email: string): Promise<boolean> {
  if ((await bouncesOf(ctx, [email])).size > 0) return false
  const [asked] = await ctx.tx
    .select({ count: sql<number>`count(*)::int` })
    .from(ticket)
    .where(and(eq(ticket.requesterEmail, email), gt(ticket.receivedAt, ctx.now.subtract({ hours: 1 }))))
  return asked!.count <= MOST_IN_AN_HOUR
}
