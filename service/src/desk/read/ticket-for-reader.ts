import { type Ctx, cursorValues, pageFrom, renderMarkdown } from '@tractops/platform'
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { familyOf } from '../clock/read-clock.ts'
import type { TicketRow } from '../hold.ts'
import { type MessageRow, messageColumns } from '../messages/message-columns.ts'
import { attachmentsOf, type ListedAttachment } from '../store/read-attachments.ts'
import { ticket, ticketMessage } from '../tables.ts'

/**
 * Whose tickets: those that these contacts asked, that came from this address, all of a customer, or what came from an address beside
 * all of the customers whom its reader speaks for.
 */
export type Reader =
  | { contactIds: readonly string[] }
  | { email: string; customerIds?: readonly string[] }
  | { customerId: string }

/** A ticket as whoever asked may know it. `kept`: answered in time, or not; null while neither has happened. */
export type ReaderTicket = Pick<
  TicketRow,
  | 'id'
  | 'number'
  | 'subject'
  | 'status'
  | 'severity'
  | 'receivedAt'
  | 'dueAt'
  | 'respondedAt'
  | 'breachedAt'
  | 'updatedAt'
  | 'closedAt'
  | 'rating'
> & { kept: boolean | null }

export type ReaderMessage = {
  id: string
  seq: number
  at: Temporal.Instant
  author: MessageRow['author']
  authorName: string
  text: string
  /** Safe to show; of staff made of their Markdown. */
  html: string | null
  attachments: ListedAttachment[]
}

/**
 * A reader's ticket with its public messages, oldest first; null where it is not theirs. A merged one leads to what it has become, which
 * is theirs as well.
 */
export async function ticketForReader(
  ctx: Pick<Ctx, 'tx'>,
  { ticketId, reader }: { ticketId: string; reader: Reader },
): Promise<(ReaderTicket & { messages: ReaderMessage[] }) | null> {
  const { tx } = ctx
  let [asked] = await tx.select().from(ticket).where(eq(ticket.id, ticketId))
  while (asked?.mergedInto) [asked] = await tx.select().from(ticket).where(eq(ticket.id, asked.mergedInto))
  if (
    asked === undefined ||
    (await tx.$count(ticket, and(eq(ticket.id, asked.id), await concerns(ctx, reader)))) === 0
  )
    return null
  const family = await familyOf(ctx, asked.id)
  const messages = await ctx.tx
    .select(messageColumns)
    .from(ticketMessage)
    .where(and(inArray(ticketMessage.ticketId, family), eq(ticketMessage.public, true)))
    .orderBy(asc(ticketMessage.seq))
  const files = await attachmentsOf(
    ctx,
    messages.map(({ id }) => id),
  )
  return { ...readerTicket(asked), messages: messages.map((m) => readerMessage(m, files.get(m.id) ?? [])) }
}

/** A page of a reader's tickets, the last changed first; `cursor` is what `next` of the page before said. @throws AppError `invalid_cursor`. */
export async function ticketsForReader(
  ctx: Pick<Ctx, 'tx'>,
  { reader, cursor, limit }: { reader: Reader; cursor?: string | undefined; limit: number },
): Promise<{ items: ReaderTicket[]; next: string | null }> {
  const after = cursorValues(cursor, ['number', 'string']) as [number, string] | null
  const at = after && Temporal.Instant.fromEpochMilliseconds(after[0]).toString()
  const rows = await ctx.tx
    .select()
    .from(ticket)
    .where(
      and(
        await concerns(ctx, reader),
        isNull(ticket.mergedInto),
        after === null
          ? undefined
          : sql`(${ticket.updatedAt}, ${ticket.id}) < (${at}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(ticket.updatedAt), desc(ticket.id))
    .limit(limit + 1)
  const { items, next } = pageFrom(rows, limit, (row) => [row.updatedAt.epochMilliseconds, row.id])
  return { items: items.map(readerTicket), next }
}

/** The condition for tickets that the reader asked, or of which one is a part that they did: each by an index of its own. */
async function concerns({ tx }: Pick<Ctx, 'tx'>, reader: Reader): Promise<SQL> {
  const own = belongsTo(reader)
  const parts = await tx
    .selectDistinct({ into: ticket.mergedInto })
    .from(ticket)
    .where(and(isNotNull(ticket.mergedInto), own))
  return parts.length === 0
    ? own
    : or(
        own,
        inArray(
          ticket.id,
          parts.map(({ into }) => into!),
        ),
      )!
}

function belongsTo(reader: Reader): SQL {
  if ('customerId' in reader) return eq(ticket.customerId, reader.customerId)
  if ('email' in reader) {
    const { email, customerIds = [] } = reader
    const own = eq(ticket.requesterEmail, email.trim().toLowerCase())
    return customerIds.length === 0 ? own : or(own, inArray(ticket.customerId, [...customerIds]))!
  }
  return reader.contactIds.length === 0 ? sql`false` : inArray(ticket.contactId, [...reader.contactIds])
}

function readerTicket(row: TicketRow): ReaderTicket {
  const { id, number, subject, status, severity, receivedAt, dueAt, respondedAt, breachedAt } = row
  const kept = row.responseState === 'waiting' ? null : row.responseState === 'met'
  return {
    ...{ id, number, subject, status, severity, receivedAt, dueAt, respondedAt, breachedAt, kept },
    ...{ updatedAt: row.updatedAt, closedAt: row.closedAt, rating: row.rating },
  }
}

function readerMessage(message: MessageRow, attachments: ListedAttachment[]): ReaderMessage {
  const { id, seq, at, author, authorName, text, channel } = message
  const html = channel === 'console' ? renderMarkdown(text) : message.html
  return { id, seq, at, author, authorName, text, html, attachments }
}
