import { type Actor, bytes, instant } from '@tractops/platform'
import type { Severity } from '@tractops/sla'
import { type SQL, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { AuthorKind, Channel, Delivery, ResponseState, TicketEventKind, TicketStatus } from './words.ts'

/**
 * One numbering for messages and events, taken while the desk's order is held: they are committed in this order, and a ticket's
 * timeline is in it.
 */
export const deskSeq = pgSequence('desk_seq')
const nextSeq = sql`nextval('desk_seq')`

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** What a customer asked, and how far its answer is. Its clock is computed by the engine and kept in columns. */
export const ticket = pgTable(
  'ticket',
  {
    id: text('id').primaryKey(),
    /** What people call it: #1234. Never used to find a thread. */
    number: bigint('number', { mode: 'number' }).notNull().unique().generatedAlwaysAsIdentity(),
    subject: text('subject').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    /** Whoever asked; the customer and the contact where we know them. */
    customerId: text('customer_id'),
    contactId: text('contact_id'),
    requesterName: text('requester_name').notNull(),
    /** In lower case. */
    requesterEmail: text('requester_email'),
    /** IANA zone of the reader, where it is known. */
    requesterZone: text('requester_zone'),
    status: text('status').$type<TicketStatus>().notNull(),
    /** Staff's last word. */
    severity: text('severity').$type<Severity>().notNull(),
    /** What the first response is judged by for ever: what it was when it was breached, else when it came; null until then. */
    answeredAs: text('answered_as').$type<Severity>(),
    /** What was suggested on arrival, and why; kept when staff say otherwise. */
    suggestedSeverity: text('suggested_severity').$type<Severity>().notNull(),
    suggestedBecause: text('suggested_because').notNull(),
    assigneeId: text('assignee_id'),
    teamId: text('team_id').references(() => deskTeam.id),
    /** SLA §2: when our server received it (row 27); the clock's instants as the engine says. */
    receivedAt: instant('received_at').notNull(),
    dueAt: instant('due_at').notNull(),
    respondedAt: instant('responded_at'),
    responderId: text('responder_id'),
    responseState: text('response_state').$type<ResponseState>().notNull(),
    breachedAt: instant('breached_at'),
    /** When somebody is told next that time runs out; null once it has, or has been answered. */
    warnDueAt: instant('warn_due_at'),
    /** The last part of the time that was told, in hundredths; 0: none yet. */
    warned: integer('warned').notNull(),
    snoozedUntil: instant('snoozed_until'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** The last message of a person, in or out: retention counts from here. */
    lastContactAt: instant('last_contact_at').notNull(),
    closedAt: instant('closed_at'),
    closedBy: jsonb('closed_by').$type<Actor>(),
    /** Who said that it is spam, when, and why: it is closed then, and its clock goes on. Null again once it is open. */
    spamAt: instant('spam_at'),
    spamBy: jsonb('spam_by').$type<Actor>(),
    spamBecause: text('spam_because'),
    mergedInto: text('merged_into'),
    rating: integer('rating'),
    ratingComment: text('rating_comment'),
    ratedAt: instant('rated_at'),
  },
  (t) => [
    /** The queue: what breaches next, first, and of what is due together what came first. */
    index('ticket_queue')
      .on(t.dueAt, t.number)
      .where(sql`${t.respondedAt} is null and ${t.status} <> 'closed' and ${t.mergedInto} is null`),
    index('ticket_live')
      .on(t.updatedAt, t.id)
      .where(sql`${t.status} <> 'closed' and ${t.mergedInto} is null`),
    index('ticket_updated').on(t.updatedAt, t.id).where(sql`${t.mergedInto} is null`),
    index('ticket_status').on(t.status, t.updatedAt, t.id),
    index('ticket_assignee').on(t.assigneeId, t.status, t.updatedAt),
    index('ticket_team').on(t.teamId, t.status, t.updatedAt),
    index('ticket_customer').on(t.customerId, t.receivedAt, t.id),
    index('ticket_contact').on(t.contactId),
    index('ticket_requester').on(t.requesterEmail, t.receivedAt),
    index('ticket_received').on(t.receivedAt, t.id),
    index('ticket_warn_due').on(t.warnDueAt).where(sql`${t.warnDueAt} is not null`),
    index('ticket_snoozed').on(t.snoozedUntil).where(sql`${t.snoozedUntil} is not null`),
    index('ticket_spam').on(t.spamAt).where(sql`${t.spamAt} is not null`),
    index('ticket_last_contact').on(t.lastContactAt),
    index('ticket_merged_into').on(t.mergedInto).where(sql`${t.mergedInto} is not null`),
  ],
)

/** One message of a ticket, in the order in which they were committed. It is never changed, only erased. */
export const ticketMessage = pgTable(
  'ticket_message',
  {
    id: text('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull().default(nextSeq),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id),
    /** When our server received it, or when it was written by us. */
    at: instant('at').notNull(),
    author: text('author').$type<AuthorKind>().notNull(),
    /** Of staff the person's id; of a customer the contact's where it is known. */
    authorId: text('author_id'),
    authorName: text('author_name').notNull(),
    authorEmail: text('author_email'),
    public: boolean('public').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    /** Plain text, or Markdown where staff wrote it; without the history that was quoted. */
    text: text('text').notNull(),
    quoted: text('quoted'),
    /** Sanitised; remote images are marked and not loaded. */
    html: text('html'),
    /** What the mail room keeps of the mail that it came in, and of the one it went out in. */
    incomingMailId: text('incoming_mail_id'),
    outgoingMailId: text('outgoing_mail_id'),
    delivery: text('delivery').$type<Delivery>(),
    deliveredAt: instant('delivered_at'),
    deliveryReason: text('delivery_reason'),
    /** The same key is the same message, however often it arrives. */
    idempotencyKey: text('idempotency_key').unique(),
    /** The index over it is made by hand, with the stretch of numbers that a message lies in: service/migrations, `search`. */
    search: tsvector('search')
      .notNull()
      .generatedAlwaysAs((): SQL => sql`to_tsvector('english', left(text, 100000))`),
  },
  (t) => [
    index('ticket_message_ticket').on(t.ticketId, t.seq),
    uniqueIndex('ticket_message_seq').on(t.seq),
    index('ticket_message_outgoing').on(t.outgoingMailId).where(sql`${t.outgoingMailId} is not null`),
  ],
)

/**
 * Everything else that happened to a ticket, in order: append-only; the clock's segments follow from it (rows 26-30). What somebody wrote
 * or is called stands in the `data` of `bounced` (reason), `rated` (comment), `subject_changed`, `customer_changed`, `reopened` (because),
 * `spam_marked` and `classified` (reason) alone, for erasure; the audit chain, which cannot forget, holds none of it.
 */
export const ticketEvent = pgTable(
  'ticket_event',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().default(nextSeq),
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id),
    at: instant('at').notNull(),
    kind: text('kind').$type<TicketEventKind>().notNull(),
    by: jsonb('by').$type<Actor>().notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('ticket_event_ticket').on(t.ticketId, t.id)],
)

export const ticketTag = pgTable(
  'ticket_tag',
  {
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id),
    tag: text('tag').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.tag] }), index('ticket_tag_tag').on(t.tag, t.ticketId)],
)

/** A ticket beside an incident, or beside another ticket (written once, for both ways). */
export const ticketLink = pgTable(
  'ticket_link',
  {
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id),
    kind: text('kind').$type<'incident' | 'ticket'>().notNull(),
    targetId: text('target_id').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ticketId, t.kind, t.targetId] }),
    index('ticket_link_target').on(t.targetId),
  ],
)

/** A file of a message, or one that was uploaded and waits for its message. The bytes lie in the store, by their SHA-256. */
export const attachment = pgTable(
  'attachment',
  {
    id: text('id').primaryKey(),
    /** The order of upload: that of the files in a mail. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    messageId: text('message_id').references(() => ticketMessage.id),
    name: text('name').notNull(),
    /** What the bytes are, as far as they show it; and what the sender said they were. */
    type: text('type').notNull(),
    claimedType: text('claimed_type').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    sha256: bytes('sha256').notNull(),
    /** Of an image that a mail shows in its text. */
    contentId: text('content_id'),
    uploadedAt: instant('uploaded_at').notNull(),
    /** Who uploaded it: a person's id, or what the widget or the portal calls its reader. */
    uploadedBy: text('uploaded_by').notNull(),
  },
  (t) => [
    index('attachment_message').on(t.messageId),
    index('attachment_waiting').on(t.uploadedAt).where(sql`${t.messageId} is null`),
    index('attachment_sha256').on(t.sha256),
  ],
)

export const deskTeam = pgTable('desk_team', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  createdBy: jsonb('created_by').$type<Actor>().notNull(),
})

export const deskTeamMember = pgTable(
  'desk_team_member',
  {
    teamId: text('team_id')
      .notNull()
      .references(() => deskTeam.id, { onDelete: 'cascade' }),
    personId: text('person_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.personId] }), index('desk_team_member_person').on(t.personId)],
)

/** An answer written before, with variables such as {{customer.name}}. */
export const cannedReply = pgTable(
  'canned_reply',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    /** Markdown. */
    text: text('text').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('canned_reply_title').on(sql`lower(${t.title})`)],
)

/** A question to the queue that somebody keeps; `ownerId` null: for everybody. */
export const savedView = pgTable(
  'saved_view',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    ownerId: text('owner_id'),
    filter: jsonb('filter').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: jsonb('created_by').$type<Actor>().notNull(),
  },
  (t) => [index('saved_view_owner').on(t.ownerId)],
)

/** What somebody on staff has begun to write and not sent: one for each person and ticket. */
export const replyDraft = pgTable(
  'reply_draft',
  {
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id),
    personId: text('person_id').notNull(),
    text: text('text').notNull(),
    public: boolean('public').notNull(),
    attachments: jsonb('attachments').$type<string[]>().notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.personId] })],
)

/** Who looks at a ticket or types in it: true only while `seenAt` is fresh. */
export const deskPresence = pgTable(
  'desk_presence',
  {
    ticketId: text('ticket_id')
      .notNull()
      .references(() => ticket.id, { onDelete: 'cascade' }),
    personId: text('person_id').notNull(),
    name: text('name').notNull(),
    typing: boolean('typing').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.personId] }), index('desk_presence_seen').on(t.seenAt)],
)
