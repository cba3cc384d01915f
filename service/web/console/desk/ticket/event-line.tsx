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
  customer_changed: () => 'changed whose it is',
  linked: ({ kind, title }) =>
    `linked it to ${kind === 'incident' ? 'an incident' : 'a ticket'} ${text(title)}`,
  unlinked: () => 'took away a link',
  merged: () => 'merged it into another',
  merged_in: ({ number }) => `merged #${text(number)} into it`,
  snoozed: () => 'put it aside; its clock runs on',
  woken: () => 'took it up again',
  closed: () => 'closed it',
  reopened: () => 'opened it again',
  acknowledged: () => 'said that it has arrived',
  warned: ({ percent }) => `warned that ${text(percent)} % of the time is used`,
  breached: () => 'noted that the time to answer has passed',
  answered: ({ state }) => `noted the first response, ${state === 'met' ? 'in time' : 'late'}`,
  unanswered: () => 'withdrew the first response, as it did not arrive: the question is open again',
  bounced: () => 'noted that a mail came back',
  rated: ({ rating }) => `rated it ${text(rating)} of 5`,
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
      {by.kind === 'system' ? 'The desk' : by.name} {said}, <Instant at={at} />
    </p>
  )
}
