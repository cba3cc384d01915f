import { z } from '@hono/zod-openapi'
import { instantIn, instantOut } from '../../notation/index.ts'
import { kept } from '../tickets/one-line.ts'
import { channels, ticketEventKinds, ticketStatuses } from '../words.ts'
import { email, idIn as id, line, markdown, tag } from './fields.ts'

const severity = z.enum(['P1', 'P2', 'P3', 'P4'])
const responseState = z.enum(['waiting', 'met', 'breached'])
const attachments = z.array(id('att_0b2f…')).max(50).default([]).openapi({ description: 'Uploaded before.' })
const requester = z.strictObject({
  name: line.openapi({ example: 'Carla' }),
  email: email.nullable(),
})

export const newTicketInput = z
  .strictObject({
    subject: line.openapi({ example: 'How do I export dues?' }),
    text: markdown.openapi({ description: 'What whoever asks said.' }),
    requester: requester.extend({
      zone: z.string().max(60).optional().openapi({ example: 'America/New_York' }),
      customerId: id('cus_0b2f…').optional(),
      contactId: id('con_0b2f…').optional(),
    }),
    severity: severity.optional().openapi({ description: 'Without it, what is suggested.' }),
    attachments,
  })
  .openapi('NewTicket')

export const replyInput = z
  .strictObject({
    text: markdown,
    public: z.boolean().openapi({ description: 'True: an answer to the customer; false: a note for staff.' }),
    attachments,
    status: z.enum(ticketStatuses).optional().openapi({ description: 'Whose turn it is then.' }),
  })
  .openapi('TicketReply')

export const classifyInput = z
  .strictObject({ severity, reason: line.optional().openapi({ description: 'A lower severity needs one.' }) })
  .openapi('TicketClassification')

export const assignInput = z
  .strictObject({ assigneeId: id('…').nullable().optional(), teamId: id('team_0b2f…').nullable().optional() })
  .openapi('TicketAssignment')

export const tagsInput = z
  .strictObject({ add: z.array(tag).max(50).default([]), remove: z.array(tag).max(50).default([]) })
  .openapi('TicketTags')

export const linkInput = z
  .strictObject({ kind: z.enum(['incident', 'ticket']), targetId: id('inc_0b2f…') })
  .openapi('TicketLinkInput')

export const mergeInput = z
  .strictObject({ other: id('tkt_0b2f…').openapi({ description: 'The ticket that goes into this one.' }) })
  .openapi('TicketMerge')

export const snoozeInput = z
  .strictObject({ until: instantIn.nullable().openapi({ description: 'Null brings it back.' }) })
  .openapi('TicketSnooze')

export const reopenInput = z.strictObject({ reason: line.optional() }).openapi('TicketReopening')

export const spamInput = z
  .strictObject({ reason: line.openapi({ example: 'Sells watches.' }) })
  .openapi('TicketSpam')

const MOST_AT_ONCE = 200
export const bulkInput = z
  .strictObject({
    ids: z.array(id('tkt_0b2f…')).min(1).max(MOST_AT_ONCE),
    change: z.discriminatedUnion('do', [
      classifyInput.extend({ do: z.literal('classify') }),
      assignInput.extend({ do: z.literal('assign') }),
      tagsInput.extend({ do: z.literal('tag') }),
      snoozeInput.extend({ do: z.literal('snooze') }),
      z.strictObject({ do: z.literal('close') }),
      reopenInput.extend({ do: z.literal('reopen') }),
      spamInput.extend({ do: z.literal('spam') }),
    ]),
  })
  .openapi('TicketsChange')

export const bulkSchema = z
  .object({
    done: z.array(z.string()),
    refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
  })
  .openapi('TicketsChanged')

export const ticketChangeInput = z
  .strictObject({
    subject: line.optional(),
    customerId: id('cus_0b2f…').nullable().optional(),
    contactId: id('con_0b2f…').nullable().optional(),
    requester: requester.optional().openapi({ description: 'Who is answered.' }),
  })
  .openapi('TicketChange')

export const draftInput = z
  .strictObject({ text: z.string().max(100_000).transform(kept), public: z.boolean(), attachments })
  .openapi('TicketDraftInput')

export const draftSchema = z
  .object({
    text: z.string(),
    public: z.boolean(),
    attachments: z.array(z.string()),
    files: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.int() })),
    changedAt: instantOut.nullable().openapi({ description: 'Null: there is none.' }),
  })
  .openapi('TicketDraft')

export const presenceInput = z.strictObject({ typing: z.boolean() }).openapi('TicketPresenceInput')

export const presenceSchema = z
  .object({
    others: z.array(
      z.object({ personId: z.string(), name: z.string(), typing: z.boolean(), seenAt: instantOut }),
    ),
  })
  .openapi('TicketPresence')

const attachment = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  claimedType: z.string(),
  size: z.int(),
  inline: z.boolean(),
  contentId: z.string().nullable(),
})

const message = z
  .object({
    id: z.string().openapi({ example: 'msg_0b2f…' }),
    seq: z.int().openapi({ description: 'Its place in the timeline, among the events.' }),
    ticketId: z
      .string()
      .openapi({ description: 'The ticket that it was written in, where that was merged.' }),
    at: instantOut,
    author: z.enum(['customer', 'staff', 'automatic']),
    authorId: z.string().nullable(),
    authorName: z.string(),
    authorEmail: z.string().nullable(),
    public: z.boolean(),
    channel: z.enum(channels),
    text: z.string(),
    quoted: z.string().nullable(),
    html: z.string().nullable().openapi({ description: 'Sanitised; show it in a sandboxed frame.' }),
    incomingMailId: z.string().nullable(),
    outgoingMailId: z.string().nullable(),
    delivery: z.enum(['sending', 'accepted', 'failed', 'bounced']).nullable(),
    deliveredAt: instantOut.nullable(),
    deliveryReason: z.string().nullable(),
    attachments: z.array(attachment),
  })
  .openapi('TicketMessage')

const event = z
  .object({
    seq: z.int(),
    ticketId: z.string(),
    at: instantOut,
    kind: z.enum(ticketEventKinds),
    by: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('TicketEvent')

const plan = z.object({
  id: z.string(),
  name: z.string(),
  plan: z.enum(['standard', 'premium']),
  billing: z.enum(['monthly', 'annual']),
  units: z.int(),
  start: z.string(),
  end: z.string().nullable(),
  inForce: z.boolean(),
  contacts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.string(),
      bounced: z.string().nullable().openapi({ description: 'Why mail to it comes back.' }),
    }),
  ),
})

const customerCard = z
  .object({
    plan: plan.nullable(),
    history: z.array(
      z.object({
        id: z.string(),
        number: z.int(),
        subject: z.string(),
        status: z.enum(ticketStatuses),
        severity,
        receivedAt: instantOut,
        responseState,
      }),
    ),
    incidents: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        impact: z.string(),
        state: z.string(),
        startedAt: instantOut,
        resolvedAt: instantOut.nullable(),
      }),
    ),
  })
  .openapi('TicketCustomer')

export const ticketSchema = z
  .object({
    id: z.string().openapi({ example: 'tkt_0b2f…' }),
    number: z.int().openapi({ example: 1234 }),
    subject: z.string(),
    channel: z.enum(channels),
    status: z.enum(ticketStatuses),
    severity,
    suggestedSeverity: severity,
    suggestedBecause: z.string(),
    customerId: z.string().nullable(),
    contactId: z.string().nullable(),
    requester: z.object({ name: z.string(), email: z.string().nullable(), zone: z.string().nullable() }),
    assigneeId: z.string().nullable(),
    teamId: z.string().nullable(),
    receivedAt: instantOut,
    dueAt: instantOut.openapi({ description: 'When the first response is due (SLA §2).' }),
    respondedAt: instantOut.nullable(),
    responderId: z.string().nullable(),
    responseState,
    breachedAt: instantOut.nullable(),
    answeredAs: severity
      .nullable()
      .openapi({ description: 'The severity that the first response is judged by.' }),
    snoozedUntil: instantOut.nullable(),
    createdAt: instantOut,
    updatedAt: instantOut,
    lastContactAt: instantOut,
    closedAt: instantOut.nullable(),
    closedBy: z.string().nullable(),
    spam: z
      .object({ at: instantOut, by: z.string(), reason: z.string() })
      .nullable()
      .openapi({ description: 'Closed as spam; its clock goes on (row 28).' }),
    mergedInto: z.string().nullable(),
    rating: z.int().nullable(),
    ratingComment: z.string().nullable(),
    ratedAt: instantOut.nullable(),
    tags: z.array(z.string()),
    links: z.array(
      z.object({
        kind: z.enum(['incident', 'ticket']),
        targetId: z.string(),
        title: z.string(),
        state: z.string(),
      }),
    ),
    segments: z
      .array(z.object({ severity, from: instantOut, to: instantOut.nullable(), dueAt: instantOut }))
      .openapi({ description: 'The clock by severity (row 26).' }),
    warnings: z
      .array(z.object({ portion: z.int(), at: instantOut }))
      .openapi({ description: 'When so many hundredths of the time have passed.' }),
    messages: z.array(message),
    events: z.array(event),
    customer: customerCard,
  })
  .openapi('Ticket')
