import type { Ctx } from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { attachmentLink } from '../store/link.ts'
import { attachmentsOf } from '../store/read-attachments.ts'
import { ticket, ticketMessage } from '../tables.ts'
import type { PersonElsewhere } from './delete-tickets.ts'

const LINKS_GOOD_FOR_MS = 7 * 86_400_000

/** The tickets that somebody asked, or wrote in. */
export async function ticketsOf({ tx }: Pick<Ctx, 'tx'>, email: string) {
  const written = tx
    .select({ id: ticketMessage.ticketId })
    .from(ticketMessage)
    .where(eq(ticketMessage.authorEmail, email))
  return tx
    .select()
    .from(ticket)
    .where(or(eq(ticket.requesterEmail, email), inArray(ticket.id, written)))
    .orderBy(asc(ticket.number))
}

/**
 * Everything that is kept of one person: their tickets, what was said in them in public, and links to the files, good for a week; what
 * other rooms keep, `elsewhere`. Notes of staff are not theirs.
 */
export async function personData(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  desk: { secretKey: string; url: string },
  { email, elsewhere }: { email: string; elsewhere: PersonElsewhere },
) {
  const tickets = await ticketsOf(ctx, email)
  const messages = await ctx.tx
    .select()
    .from(ticketMessage)
    .where(
      and(
        inArray(
          ticketMessage.ticketId,
          tickets.map(({ id }) => id),
        ),
        eq(ticketMessage.public, true),
      ),
    )
    .orderBy(asc(ticketMessage.seq))
  const files = await attachmentsOf(
    ctx,
    messages.map(({ id }) => id),
  )
  const of = Map.groupBy(messages, ({ ticketId }) => ticketId)
  return {
    email,
    exportedAt: formatInstant(ctx.now),
    tickets: tickets.map((one) => ({
      ...{ id: one.id, number: one.number, subject: one.subject, channel: one.channel, status: one.status },
      ...{ severity: one.severity, requesterName: one.requesterName, requesterEmail: one.requesterEmail },
      receivedAt: formatInstant(one.receivedAt),
      respondedAt: one.respondedAt && formatInstant(one.respondedAt),
      closedAt: one.closedAt && formatInstant(one.closedAt),
      ...{ rating: one.rating, ratingComment: one.ratingComment },
      messages: (of.get(one.id) ?? []).map((message) => ({
        ...{ id: message.id, at: formatInstant(message.at), author: message.author },
        ...{ authorName: message.authorName, authorEmail: message.authorEmail, text: message.text },
        files: (files.get(message.id) ?? []).map(({ id, name, type, size }) => ({
          ...{ name, type, size },
          href: attachmentLink(desk, { id, now: ctx.now, forMs: LINKS_GOOD_FOR_MS }),
        })),
      })),
    })),
    elsewhere: asText(await elsewhere(ctx, email)),
  }
}

/** As it goes out: instants are texts. */
const asText = (rows: Record<string, unknown[]>): Record<string, Record<string, unknown>[]> =>
  JSON.parse(JSON.stringify(rows))
