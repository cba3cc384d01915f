import { SlaError } from '../error.ts'
import { durationMs, type Policy, type Severity } from '../policy/policy.ts'
import { addBusinessMs } from '../time/business-time.ts'
import { Temporal } from '../time/temporal.ts'

/** Staff said how severe it is; a lower severity needs a reason. */
type Classified = {
  at: Temporal.Instant
  type: 'classified'
  to: Severity
  reason?: string | undefined
}

/** A message went out or came in. */
type Reply = {
  at: Temporal.Instant
  type: 'reply'
  by: 'staff' | 'customer' | 'automatic'
  public: boolean
}

export type ClockEvent = Classified | Reply

/** One severity and its due instant, from the moment that it applied to the moment that the next one did, or the answer. */
export type Segment = {
  severity: Severity
  from: Temporal.Instant
  to: Temporal.Instant | null
  dueAt: Temporal.Instant
}

/** A first-response clock as it stands: a breach that has happened stays one. */
export type FirstResponse = {
  dueAt: Temporal.Instant
  respondedAt: Temporal.Instant | null
  state: 'waiting' | 'met' | 'breached'
  breachedAt: Temporal.Instant | null
  segments: Segment[]
}

export type Question = {
  severity: Severity
  /** When our server, or the mail provider, received it; never the sender's Date header (row 27). */
  receivedAt: Temporal.Instant
  events?: readonly ClockEvent[] | undefined
  now?: Temporal.Instant | undefined
}

/**
 * SLA §2: when the first response to a question is due, and whether it was given in time.
 *
 * The clock starts at receipt (row 27), never pauses, and stops at the first public message by a person on staff (row 28);
 * answered at the due instant is in time (row 30). A severity that is raised brings the due instant forward, one that is
 * lowered counts from receipt (row 26). Events are taken in order of time, those of one instant in the order given; after
 * the first response they change nothing. A missed response is published, and brings no credit (row 35).
 *
 * @throws SlaError `event_before_receipt`, `event_after_now`, `received_after_now`, `reason_missing`, with the path.
 */
export function firstResponse(policy: Policy, question: Question): FirstResponse {
  const { receivedAt, now } = question
  const events = inOrder(question)
  let severity = question.severity
  let dueAt = targetFrom(policy, severity, receivedAt)
  let breachedAt: Temporal.Instant | null = null
  let respondedAt: Temporal.Instant | null = null
  const segments: Segment[] = [{ severity, from: receivedAt, to: null, dueAt }]
  for (const { event, index } of events) {
    if (event.type === 'reply') {
      if (event.by !== 'staff' || !event.public) continue
      respondedAt = event.at
      break
    }
    if (event.to === severity) continue
    if (isAfter(event.at, dueAt)) breachedAt ??= dueAt
    dueAt = raises(severity, event.to)
      ? earlier(dueAt, targetFrom(policy, event.to, event.at))
      : lowered(policy, receivedAt, event, index)
    severity = event.to
    segments.at(-1)!.to = event.at
    segments.push({ severity, from: event.at, to: null, dueAt })
  }
  const seenUntil = respondedAt ?? now
  if (seenUntil !== undefined && isAfter(seenUntil, dueAt)) breachedAt ??= dueAt
  segments.at(-1)!.to = respondedAt
  const state = breachedAt !== null ? 'breached' : respondedAt === null ? 'waiting' : 'met'
  return { dueAt, respondedAt, state, breachedAt, segments }
}

/**
 * SLA §2: the due instant of a severity counted from an instant. P1 runs around the clock; the others run in business
 * hours, from the next opening when it arrives outside of them (row 29), and a business day is nine such hours (row 31).
 */
export function targetFrom(policy: Policy, severity: Severity, from: Temporal.Instant): Temporal.Instant {
  const { ms, business } = durationMs(policy, policy.response.severities[severity].firstResponse)
  if (business) return addBusinessMs(policy.hours, from, ms)
  return Temporal.Instant.fromEpochMilliseconds(from.epochMilliseconds + ms)
}

/** Row 26, downwards: the new target from receipt; one that has passed already falls due at the downgrade itself. */
function lowered(
  policy: Policy,
  receivedAt: Temporal.Instant,
  event: Classified,
  index: number,
): Temporal.Instant {
  if (event.reason === undefined || event.reason.trim() === '') {
    const message = 'A lower severity needs a reason; write why in "reason".'
    throw new SlaError('reason_missing', message, `events[${index}].reason`)
  }
  const dueAt = targetFrom(policy, event.to, receivedAt)
  return isAfter(event.at, dueAt) ? event.at : dueAt
}

function inOrder({ events = [], receivedAt, now }: Question): { event: ClockEvent; index: number }[] {
  if (now !== undefined && isAfter(receivedAt, now)) {
    throw new SlaError(
      'received_after_now',
      'It was received after "now"; one of the two is wrong.',
      'receivedAt',
    )
  }
  events.forEach((event, i) => {
    if (isAfter(receivedAt, event.at)) {
      throw new SlaError(
        'event_before_receipt',
        'It happened before the question was received.',
        `events[${i}].at`,
      )
    }
    if (now !== undefined && isAfter(event.at, now)) {
      throw new SlaError('event_after_now', 'It lies after "now".', `events[${i}].at`)
    }
  })
  return events
    .map((event, index) => ({ event, index }))
    .sort((a, b) => Temporal.Instant.compare(a.event.at, b.event.at))
}

function raises(from: Severity, to: Severity): boolean {
  return to < from
}

function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return a.epochMilliseconds > b.epochMilliseconds
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return isAfter(a, b) ? b : a
}
