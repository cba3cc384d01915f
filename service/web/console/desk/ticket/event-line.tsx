import type { TicketEvent } from '../../../api/desk.ts'
import { Instant } from '../../parts/instant.tsx'

type Data = Record<string, unknown>
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** What happened, as the end of a sentence that begins with who did it. */
const SAID: Record<string, (data: Data) => string> = {
  received: () => 'received it',
  classified: ({ from, to, reason }) =>
    `made it ${text(to)}${text(from) === '' ? '' : `, from ${text(from)}`}${text(reason) === '' ? '' : `: ${text(reason)}`}`,
  assigned: ({ assigneeName, teamName }) =>
    text(assigneeName) === '' && text(teamName) === ''
      ? 'gave it back: nobody has it'
      : `gave it to ${[text(assigneeName), text(teamName)].filter(Boolean).join(' of ')}`,
  tagged: ({ tag, tags }) => `tagged it ${listed(tag ?? tags)}`,
  untagged: ({ tag, tags }) => `took away the tag ${listed(tag ?? tags)}`,
  subject_changed: ({ from }) => `changed the subject, which was “${text(from)}”`,
  customer_changed: ({ customerName, requesterName }) =>
    `said that it is of ${[text(requesterName), text(customerName)].filter(Boolean).join(', ') || 'nobody we know'}`,
  linked: ({ kind, title }) =>
    `linked it to ${kind === 'incident' ? 'an incident' : 'a ticket'} ${text(title)}`,
  unlinked: () => 'took away a link',
  merged: ({ number }) => `merged it into #${text(number)}`,
  merged_in: ({ number }) => `merged #${text(number)} into it`,
  snoozed: () => 'put it aside; its clock runs on',
  woken: ({ because }) => `took it up again${text(because) === '' ? '' : `: ${text(because)}`}`,
  closed: () => 'closed it',
  reopened: ({ because }) => `opened it again${text(because) === '' ? '' : `: ${text(because)}`}`,
  acknowledged: () => 'said that it has arrived',
  warned: ({ portion }) => `warned that ${text(portion)} % of the time is used`,
  breached: () => 'noted that the time to answer has passed',
  answered: ({ state }) => `noted the first response, ${state === 'met' ? 'in time' : 'late'}`,
  unanswered: () => 'withdrew the first response, as it did not arrive: the question is open again',
  bounced: () => 'noted that a mail came back',
  rated: ({ rating, comment }) =>
    `rated it ${text(rating)} of 5${text(comment) === '' ? '' : `: “${text(comment)}”`}`,
  erased: () => 'erased what was personal in it',
}

function listed(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(', ') : text(value)
}

/** An entry of the timeline that is not a message. */
export function EventLine({ event: { kind, by, at, data } }: { event: TicketEvent }) {
  const said = SAID[kind]?.(data) ?? kind.replaceAll('_', ' ')
  const loud = kind === 'breached' || kind === 'unanswered' || kind === 'bounced'
  return (
    <p className={loud ? 'alarm' : 'soft'}>
      {by} {said}, <Instant at={at} />
    </p>
  )
}
