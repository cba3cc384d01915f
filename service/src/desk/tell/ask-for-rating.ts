import { bouncesOf, type Ctx, isMailAddress } from '@tractops/platform'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { ratingLink } from '../rate/rating-link.ts'
import { ticketMail } from '../thread/ticket-mail.ts'
import { answerTo, policyOf, queueLetter } from './letter.ts'

/** Asks whoever was answered how it was, once for each closing; nobody is asked about a ticket that nobody answered. */
export async function askForRating(ctx: Ctx, desk: Desk, row: TicketRow): Promise<void> {
  const email = row.requesterEmail
  if (row.respondedAt === null || row.rating !== null || email === null || !isMailAddress(email)) return
  if ((await bouncesOf(ctx, [email])).size > 0) return
  const { provider } = policyOf(desk, row)
  await queueLetter(ctx, desk, row.id, {
    kind: 'ticket.closed',
    to: { email, name: row.requesterName },
    subject: answerTo(row.subject),
    title: 'We take it that this is done',
    blocks: [
      `#${row.number}, “${row.subject}”, is closed. If it is not done, answer this mail, and it is open again.`,
    ],
    button: { label: 'Say how it was', url: ratingLink(desk, row.id) },
    footer: `You get this because you wrote to ${provider}.`,
    more: await ticketMail(ctx, desk, {
      ...{ ticketId: row.id, messageId: `closed-${ctx.now.epochMilliseconds}`, automatic: true },
    }),
    idempotencyKey: `ticket.closed/${row.id}/${ctx.now}`,
  })
}
