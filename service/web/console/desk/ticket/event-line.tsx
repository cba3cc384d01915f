import type { TicketEvent } from '../../../api/desk.ts'
import { Instant } from '../../parts/instant.tsx'

type Data = Record<string, unknown>
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const since = (before: string, value: unknown) => (text(value) === '' ? '' : `${before}${text(value)}`)

/** What somebody did, as a sentence that begins with who it was. */
const DID: Record<string, (data: Data) => string> = {
  classified: ({ from, to, reason }) => `made it ${text(to)}${since(', from ', from)}${since(': ', reason)}`,
  assigned: ({ assigneeName, teamName }) =>
    text(assigneeName) === '' && text(teamName) === ''
      ? 'gave it back: nobody has it'
      : `gave it to ${[text(assigneeName), text(teamName)].filter(Boolean).join(' of ')}`,
  tagged: ({ tag }) => `tagged it ${text(tag)}`,
  untagged: ({ tag }) => `took away the tag ${text(tag)}`,
  subject_changed: ({ from }) => `changed the subject${since(', which was ', from)}`,
  customer_changed: ({ customerName, requesterName }) =>
    `said that it is of ${[text(requesterName), text(customerName)].filter(Boolean).join(', ') || 'nobody we know'}`,
  linked: ({ kind, because }) =>
    `linked it to ${kind === 'incident' ? 'an incident' : 'a ticket'}${since(', as ', because)}`,
  unlinked: () => 'took away a link',
  merged: ({ number }) => `merged it into #${text(number)}`,
  merged_in: ({ number }) => `merged #${text(number)} into it`,
  snoozed: () => 'put it aside; its clock runs on',
  closed: () => 'closed it',
  spam_marked: ({ reason }) => `closed it as spam${since(': ', reason)}`,
  erased: () => 'erased what was personal in it',
}

/** What came of itself, or by a mail: a sentence of its own. */
const CAME: Record<string, (data: Data) => string> = {
  received: () => 'Received',
  woken: ({ because }) => `Taken up again${since(': ', because)}`,
  reopened: ({ because }) => `Opened again${since(': ', because)}`,
  acknowledged: () => 'Its arrival was acknowledged by mail',
  warned: ({ portion }) => `${text(portion)} % of the time to answer was used, and staff were told`,
  breached: () => 'The time to answer has passed: breached',
  answered: ({ state }) => `The first response went out, ${state === 'met' ? 'in time' : 'late'}`,
  unanswered: () => 'The first response did not arrive: the question is open again',
  bounced: () => 'A mail came back',
  rated: ({ rating, comment }) => `Rated ${text(rating)} of 5${since(': ', comment)}`,
}

/** An entry of the timeline that is not a message. */
export function EventLine({ event: { kind, by, at, data } }: { event: TicketEvent }) {
  const said = CAME[kind]?.(data) ?? `${by} ${DID[kind]?.(data) ?? kind.replaceAll('_', ' ')}`
  const loud = kind === 'breached' || kind === 'unanswered' || kind === 'bounced'
  return (
    <p className={loud ? 'alarm' : 'soft'}>
      {said}, <Instant at={at} />
    </p>
  )
}
