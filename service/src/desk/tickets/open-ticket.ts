import type { Ctx } from '@tractops/platform'
import { policyAt, type Severity, targetFrom } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { newId, type TicketRow } from '../hold.ts'
import { knownMessage } from '../messages/known-message.ts'
import { attachFiles } from '../store/attach-files.ts'
import { ticket, ticketLink } from '../tables.ts'
import { acknowledge } from '../tell/acknowledge.ts'
import { tellOfUrgent } from '../tell/tell-staff.ts'
import { rememberMailId } from '../thread/mail-ids.ts'
import type { Channel } from '../words.ts'
import { incidentsNow } from './incidents-now.ts'
import { kept, subjectOf } from './one-line.ts'
import { type Requester, requesterOf } from './requester-of.ts'
import { firstSeverity, type Suggestion, suggestSeverity } from './suggest-severity.ts'

export type OpenTicket = {
  subject: string
  channel: Channel
  requester: Requester
  text: string
  quoted?: string | null | undefined
  /** Sanitised. */
  html?: string | null | undefined
  /** What staff chose, or P1 by its subject; without it, what is suggested. */
  severity?: Severity | undefined
  /** What the reader ticked, such as `outage`. */
  reported?: { kind: string } | null | undefined
  receivedAt: Temporal.Instant
  incomingMailId?: string | null | undefined
  /** The Message-ID of the mail that it came in, in its angle brackets: what ours refer to. */
  mailMessageId?: string | null | undefined
  attachments: readonly string[]
  idempotencyKey: string
  /** Written by a program: it is a ticket, and is not acknowledged. */
  automatic: boolean
}

export type OpenedTicket = {
  id: string
  number: number
  messageId: string
  severity: Severity
  dueAt: Temporal.Instant
  fresh: boolean
}

/**
 * SLA §2: makes a ticket of a question; its clock begins when our server received it (row 27). Whoever asked is found among the contacts
 * of customers by their address. It is acknowledged by mail, unless a program wrote it. The same key again is the same ticket.
 *
 * @throws AppError `attachment_unknown`.
 */
export async function openTicket(ctx: Ctx, desk: Desk, input: OpenTicket): Promise<OpenedTicket> {
  const known = await knownMessage(ctx, input.idempotencyKey)
  if (known !== null) return { ...(await opened(ctx, known.ticketId)), messageId: known.id, fresh: false }
  const { policy } = policyAt(desk.policies, input.receivedAt)
  const asked = {
    channel: input.channel,
    subject: input.subject,
    text: input.text,
    reported: input.reported?.kind ?? null,
    incidents: await incidentsNow(ctx),
  }
  const suggestion = suggestSeverity(policy, asked)
  const severity = input.severity ?? firstSeverity(policy, asked, suggestion)
  const dueAt = targetFrom(policy, severity, input.receivedAt)
  const requester = await requesterOf(ctx, input.requester)
  const [row] = await ctx.tx
    .insert(ticket)
    .values({
      ...{ id: newId('tkt'), subject: subjectOf(input.subject), channel: input.channel, ...requester },
      ...{ status: 'open', severity, suggestedSeverity: suggestion.severity },
      suggestedBecause: suggestion.because,
      ...{ receivedAt: input.receivedAt, dueAt, responseState: 'waiting', warned: 0 },
      ...{ createdAt: ctx.now, updatedAt: ctx.now, lastContactAt: input.receivedAt },
    })
    .returning()
  return begin(ctx, desk, row!, input, suggestion)
}

async function begin(
  ctx: Ctx,
  desk: Desk,
  row: TicketRow,
  input: OpenTicket,
  suggestion: Suggestion,
): Promise<OpenedTicket> {
  const { channel, receivedAt, incomingMailId = null, idempotencyKey, automatic } = input
  const messageId = newId('msg')
  if (input.mailMessageId != null)
    await rememberMailId(ctx, {
      ticketId: row.id,
      messageId: input.mailMessageId,
      by: 'customer',
      at: receivedAt,
    })
  const told = automatic ? false : await acknowledge(ctx, desk, row)
  if (row.severity === 'P1' || suggestion.severity === 'P1') await tellOfUrgent(ctx, desk, row)
  const { incident } = suggestion
  if (incident !== null)
    await ctx.tx.insert(ticketLink).values({
      ticketId: row.id,
      kind: 'incident',
      targetId: incident.id,
      createdAt: ctx.now,
      createdBy: ctx.actor,
    })
  const changed = await changeTicket(ctx, desk, row, {
    message: {
      ...{
        id: messageId,
        at: receivedAt,
        author: automatic ? 'automatic' : 'customer',
        public: true,
        channel,
      },
      ...{ authorId: row.contactId, authorName: row.requesterName, authorEmail: row.requesterEmail },
      text: kept(input.text),
      quoted: input.quoted == null ? null : kept(input.quoted),
      html: input.html == null ? null : kept(input.html),
      ...{ incomingMailId, idempotencyKey },
    },
    events: [
      {
        ...{ kind: 'received', at: receivedAt },
        data: {
          ...{ severity: row.severity, channel, messageId, automatic },
          suggested: suggestion.severity,
          because: row.severity === suggestion.severity ? suggestion.because : 'as it was opened',
        },
      },
      ...(incident === null
        ? []
        : [
            {
              kind: 'linked' as const,
              data: { kind: 'incident', targetId: incident.id, title: incident.title },
            },
          ]),
      ...(told ? [{ kind: 'acknowledged' as const, data: { mailId: told.mailId } }] : []),
    ],
    action: 'ticket.opened',
    detail: { number: row.number, channel, severity: row.severity, receivedAt: String(receivedAt) },
  })
  await attachFiles(ctx, { ids: input.attachments, messageId })
  const { id, number, severity, dueAt } = changed
  return { id, number, messageId, severity, dueAt, fresh: true }
}

async function opened(ctx: Ctx, id: string) {
  const { number, severity, dueAt } = ticket
  const [row] = await ctx.tx
    .select({ id: ticket.id, number, severity, dueAt })
    .from(ticket)
    .where(eq(ticket.id, id))
  return row!
}
