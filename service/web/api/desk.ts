import type { Severity } from '@tractops/sla'
import type { Billing, Plan } from './billing.ts'
import type { IncidentState } from './incidents.ts'

/** Tickets, as the API answers them. Instants are RFC 3339 in UTC. */

export const SEVERITIES = ['P1', 'P2', 'P3', 'P4'] as const
const STATUSES = ['open', 'waiting', 'closed'] as const
export type TicketStatus = (typeof STATUSES)[number]
type Author = 'customer' | 'staff' | 'automatic'
export type Channel = 'mail' | 'widget' | 'portal' | 'console' | 'api'
export type Delivery = 'sending' | 'accepted' | 'failed' | 'bounced'
type ResponseState = 'waiting' | 'met' | 'breached'

/** SLA §2: the clock of the first response, as the engine says. */
export type Answering = {
  receivedAt: string
  dueAt: string
  respondedAt: string | null
  responseState: ResponseState
  breachedAt: string | null
}

/** The name is null where it is not known any more: a person who left. */
type Named = { id: string; name: string | null }

export type TicketRow = Answering & {
  id: string
  number: number
  subject: string
  status: TicketStatus
  severity: Severity
  channel: Channel
  requester: { name: string; email: string | null }
  customer: Named | null
  assignee: Named | null
  teamId: string | null
  tags: string[]
  snoozedUntil: string | null
  updatedAt: string
  closedAt: string | null
  /** How the last public message begins. */
  last: { author: Author; name: string; text: string } | null
}

/** A ticket that search found, and the words that it was found by. */
export type Found = {
  ticket: TicketRow
  where: 'number' | 'person' | 'customer' | 'subject' | 'message'
  messageId: string | null
  snippet: { text: string; hit: boolean }[]
}
export type FoundPage = { items: Found[]; next: string | null; bounded: boolean }

/** What the queue is asked for: names and values of the query of /api/v1/tickets. */
export type Filter = Record<string, string | string[]>
export type StandardView = { key: string; name: string; count: number; filter: Filter }

/** Who sent a mail, as far as it can be proved; the results are the words of RFC 8601. */
type Verdict = {
  spf: { result: string; domain: string | null }
  dkim: { result: string; domain: string; selector: string | null; aligned: boolean }[]
  dmarc: { result: string; domain: string | null; policy: string | null } | null
  arc: { result: string }
  /** The domain of From proved itself. */
  aligned: boolean
}
export type IncomingMail = {
  id: string
  verdict: Verdict | null
  /** Whom of our staff its From names without proof. */
  impersonates: string | null
  /** Why it was not read whole, as part of a sentence. */
  unread: string | null
}
export type Attachment = { id: string; name: string; type: string; size: number }

export type Message = {
  id: string
  /** One numbering for messages and events: the order of the timeline. */
  seq: number
  at: string
  author: Author
  authorId: string | null
  authorName: string
  authorEmail: string | null
  public: boolean
  channel: Channel
  text: string
  quoted: string | null
  /** Safe to show; of staff made of their Markdown. */
  html: string | null
  incomingMailId: string | null
  outgoingMailId: string | null
  delivery: Delivery | null
  deliveredAt: string | null
  deliveryReason: string | null
  attachments: Attachment[]
}

export type TicketEvent = {
  seq: number
  at: string
  kind: string
  by: string
  data: Record<string, unknown>
}

export type Linked = { kind: 'incident' | 'ticket'; targetId: string; title: string; state: string }

/** Whoever asked, as far as we know them, what they asked before, and the incidents of the time. */
export type CustomerCard = {
  plan: {
    id: string
    name: string
    plan: Plan
    billing: Billing
    units: number
    inForce: boolean
    contacts: { id: string; name: string; email: string; role: string; bounced: string | null }[]
  } | null
  history: { id: string; number: number; subject: string; status: TicketStatus; severity: Severity }[]
  incidents: {
    id: string
    title: string
    state: IncidentState
    startedAt: string
    resolvedAt: string | null
  }[]
}

export type Ticket = Omit<TicketRow, 'customer' | 'assignee' | 'last'> & {
  customerId: string | null
  assigneeId: string | null
  suggestedSeverity: Severity
  suggestedBecause: string
  mergedInto: string | null
  /** Closed as spam: by whom, when, and why. */
  spam: { at: string; by: string; reason: string } | null
  rating: number | null
  ratingComment: string | null
  /** The clock by severity, one after the other (row 26). */
  segments: { severity: Severity; from: string; to: string | null; dueAt: string }[]
  messages: Message[]
  events: TicketEvent[]
  links: Linked[]
  customer: CustomerCard
}

/** `changedAt` null: there is none. */
export type Draft = { text: string; public: boolean; files: Attachment[]; changedAt: string | null }
export type Present = { personId: string; name: string; typing: boolean }
export type CannedReply = { id: string; title: string; text: string }
export type Team = { id: string; name: string; members: Named[] }
export type StaffName = { id: string; name: string; role: string }
export type SavedView = { id: string; name: string; shared: boolean; filter: Filter }
