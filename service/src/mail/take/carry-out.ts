import { AppError, type Ctx, mailBounced, mailWithMessageId } from '@tractops/platform'
import { isUrgentSubject, policyAt } from '@tractops/sla'
import {
  addCustomerMessage,
  noteDelivery,
  openTicket,
  ownMessageId,
  replyToTicket,
  threadKeys,
  ticketOf,
  ticketWithMailId,
} from '../../desk/index.ts'
import { type Automatic, automaticReason } from '../automatic/automatic-reason.ts'
import { readBounce } from '../bounce/read-bounce.ts'
import type { ParsedMail } from '../parse/parsed-mail.ts'
import type { Outcome } from '../words.ts'
import { composeMessage, type KeptFile } from './compose-message.ts'
import type { IncomingMail, MailRoom } from './mail-room.ts'
import { requesterOf } from './requester-of.ts'

type Given = {
  id: string
  mail: IncomingMail & { same: string }
  parsed: ParsedMail
  files: readonly KeptFile[]
  /** Whom of our staff its From names, and the same person where that is proved. */
  staff: { id: string; name: string } | null
  proved: { id: string; name: string } | null
}

type Became = {
  outcome: Outcome
  ticketId: string | null
  ticketMessageId: string | null
  automatic: string | null
}

/**
 * Does what a mail is for: a bounce goes to the mail that it is about, an answer to its thread, anything else is a new ticket. What is
 * automatic is one too, and is not answered by a machine.
 */
export async function carryOut(ctx: Ctx, room: MailRoom, given: Given): Promise<Became> {
  const { mail, parsed } = given
  const automatic = automaticReason({ ...parsed, from: parsed.from?.address ?? '' }, mail.envelope.from)
  const none = { ticketId: null, ticketMessageId: null, automatic: automatic?.because ?? null }
  if (isOurOwn(room, given)) return { ...none, outcome: 'own' }
  if (await noteBounce(ctx, room, given)) return { ...none, outcome: 'bounce' }
  const ticketId = mail.ticketId ?? (await threadOf(ctx, room, given))
  const became = ticketId === null ? null : await join(ctx, room, given, ticketId, automatic)
  return { ...none, ...(became ?? (await open(ctx, room, given, automatic))) }
}

/** A mail of ours that comes back to us as it was: it ends here, or two machines would write to each other for ever. */
function isOurOwn({ desk }: MailRoom, { mail, parsed }: Given): boolean {
  const { contact } = threadKeys(desk, mail.receivedAt)
  const ours = [contact, addressOf(desk.from)].map((address) => address.toLowerCase())
  const marked = parsed.messageId !== null && ownMessageId(desk, parsed.messageId) !== null
  return marked && ours.includes(parsed.from?.address ?? '')
}

const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from

/** True where a mail says what became of another one that we did send. One that only says so is a mail like any other. */
async function noteBounce(ctx: Ctx, { desk }: MailRoom, { mail, parsed }: Given): Promise<boolean> {
  const bounce = readBounce(parsed, mail.envelope.from)
  if (bounce === null) return false
  const sent = await mailWithMessageId(ctx, bounce.messageIds)
  if (sent === null) return false
  if (!bounce.permanent) return true
  await mailBounced(ctx, sent.to, bounce.reason)
  await noteDelivery(ctx, desk, {
    outgoingMailId: sent.id,
    delivery: 'bounced',
    reason: bounce.reason,
    at: mail.receivedAt,
  })
  return true
}

/** By what we signed, then by what customers' mails are called. Never by a number in the subject. */
async function threadOf(ctx: Ctx, { desk }: MailRoom, { mail, parsed }: Given): Promise<string | null> {
  const recipients = [...mail.envelope.to, ...parsed.recipients]
  return ticketOf(desk, { messageIds: parsed.answers, recipients }) ?? ticketWithMailId(ctx, parsed.answers)
}

const attachmentsOf = (files: readonly KeptFile[]): string[] =>
  files.flatMap((one) => ('saved' in one ? [one.saved.id] : []))

/** Null where the ticket is there no more. */
async function join(
  ctx: Ctx,
  { desk }: MailRoom,
  given: Given,
  ticketId: string,
  automatic: Automatic | null,
): Promise<Pick<Became, 'outcome' | 'ticketId' | 'ticketMessageId'> | null> {
  const { id, mail, parsed, files, proved } = given
  const message = composeMessage(parsed, files)
  const common = { ticketId, attachments: attachmentsOf(files), idempotencyKey: `mail/${mail.same}` }
  try {
    if (proved !== null) {
      const actor = { kind: 'person', ...proved } as const
      const note = { ...common, text: message.text, public: false }
      const { messageId } = await replyToTicket({ ...ctx, actor }, desk, note)
      return { outcome: 'noted', ticketId, ticketMessageId: messageId }
    }
    const added = await addCustomerMessage(ctx, desk, {
      ...{ ...common, ...message, author: authorOf(given), channel: 'mail', receivedAt: mail.receivedAt },
      ...{ incomingMailId: id, mailMessageId: parsed.messageId, automatic: automatic?.program === true },
    })
    return { outcome: 'added', ticketId: added.ticketId, ticketMessageId: added.messageId }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ticket_unknown') return null
    throw error
  }
}

/** SLA §3: a new thread whose subject says so is a P1, whoever wrote it. */
async function open(
  ctx: Ctx,
  { desk }: MailRoom,
  given: Given,
  automatic: Automatic | null,
): Promise<Pick<Became, 'outcome' | 'ticketId' | 'ticketMessageId'>> {
  const { id, mail, parsed, files } = given
  const { policy } = policyAt(desk.policies, mail.receivedAt)
  const opened = await openTicket(ctx, desk, {
    ...{ subject: parsed.subject, channel: 'mail', requester: authorOf(given) },
    ...composeMessage(parsed, files),
    ...(isUrgentSubject(policy, parsed.subject) ? { severity: 'P1' as const } : {}),
    ...{ receivedAt: mail.receivedAt, incomingMailId: id, mailMessageId: parsed.messageId },
    ...{ attachments: attachmentsOf(files), idempotencyKey: `mail/${mail.same}` },
    automatic: automatic !== null,
  })
  return { outcome: 'opened', ticketId: opened.id, ticketMessageId: opened.messageId }
}

/** A name of our staff without proof is marked wherever it is read. */
function authorOf({ mail, parsed, staff, proved }: Given): { name: string; email: string | null } {
  const who = requesterOf(parsed, mail.envelope.from)
  return staff === null || proved !== null
    ? who
    : { ...who, name: `${who.name || staff.name} (sender not proved)` }
}
