import { businessMsBetween, formatInstant, type Policy, policyAt, type Severity } from '@tractops/sla'
import type { ReaderMessage, ReaderTicket } from '../../desk/index.ts'

/** How the promise of a first response stands: still to come, late, kept or missed. */
type Standing = 'waiting' | 'late' | 'kept' | 'missed'

/** SLA §2: what a reader is told of when an answer is due, and whether it came in time. */
export type ShownDue = {
  standing: Standing
  at: string
  respondedAt: string | null
  /** What is promised, such as "4 business hours". */
  promised: string
  /** How long is left, or since when it is late (negative), in business time unless the severity counts all hours. */
  leftMs: number
  counted: 'business' | 'elapsed'
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

function dueOf(policies: readonly Policy[], ticket: ReaderTicket, now: Temporal.Instant): ShownDue {
  const { policy } = policyAt(policies, ticket.receivedAt)
  const { kept, respondedAt, dueAt, severity } = ticket
  const counted =
    policy.response.severities[severity].firstResponse.counted === 'elapsed' ? 'elapsed' : 'business'
  const standing: Standing =
    kept === null ? 'waiting' : kept ? 'kept' : respondedAt === null ? 'late' : 'missed'
  return {
    standing,
    at: formatInstant(dueAt),
    respondedAt: respondedAt && formatInstant(respondedAt),
    promised: promisedOf(policy, severity),
    leftMs: between(policy, counted, now, dueAt),
    counted,
  }
}

/** What the agreement promises of a severity, in words. */
export function promisedOf(policy: Policy, severity: Severity): string {
  const promise = policy.response.severities[severity].firstResponse
  const many = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`
  if (promise.counted === 'business_days') return many(promise.days, 'business day')
  const unit = promise.counted === 'business' ? 'business ' : ''
  return promise.ms % HOUR_MS === 0
    ? many(promise.ms / HOUR_MS, `${unit}hour`)
    : many(Math.round(promise.ms / MINUTE_MS), `${unit}minute`)
}

/** Signed: negative once `to` has passed. */
function between(
  policy: Policy,
  counted: ShownDue['counted'],
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  if (counted === 'elapsed') return to.epochMilliseconds - from.epochMilliseconds
  const isPast = Temporal.Instant.compare(from, to) > 0
  return isPast ? -businessMsBetween(policy.hours, to, from) : businessMsBetween(policy.hours, from, to)
}

export function shownTicket(policies: readonly Policy[], ticket: ReaderTicket, now: Temporal.Instant) {
  const { id, number, subject, status, severity, rating } = ticket
  const { policy } = policyAt(policies, ticket.receivedAt)
  return {
    id,
    number,
    subject,
    status,
    severity,
    severityName: policy.response.severities[severity].name,
    rating,
    receivedAt: formatInstant(ticket.receivedAt),
    updatedAt: formatInstant(ticket.updatedAt),
    closedAt: ticket.closedAt && formatInstant(ticket.closedAt),
    due: dueOf(policies, ticket, now),
  }
}

export function shownMessage(message: ReaderMessage) {
  const { id, author, authorName, text, html, attachments } = message
  return {
    id,
    at: formatInstant(message.at),
    author,
    authorName,
    text,
    // Of staff it is made of their own Markdown; what came by mail is shown as text.
    html: author === 'staff' ? html : null,
    attachments: attachments.map(({ id, name, type, size, inline }) => ({ id, name, type, size, inline })),
  }
}
