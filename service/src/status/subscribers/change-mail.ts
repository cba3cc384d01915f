import { type Mail, mailLayout, messageId } from '@tractops/platform'
import { lengthText, timesOf } from '../html/format.ts'
import { texts } from '../html/texts.ts'
import type { SubscriberDeps } from './ask-to-subscribe.ts'
import type { Told } from './changes.ts'
import { manageUrl, unsubscribeUrl } from './links.ts'

/** The kind of our mails about changes; what settles them is told by it. */
export const CHANGE_MAIL = 'subscription.change'

const LONGEST_TITLE = 150

/**
 * A change as a mail to one subscriber: the same subject for all about one thing, answering to the first of them, so that
 * mail programs thread them; and a way out that needs one click (RFC 8058).
 */
export function changeMail(
  told: Told,
  to: { id: string; email: string },
  firstKey: string | null,
  deps: SubscriberDeps,
): Omit<Mail, 'idempotencyKey'> {
  const { title, facts, said, path } = saidOf(told, deps.zone)
  const oneLine = title.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, LONGEST_TITLE)
  const manage = manageUrl(deps, to.id)
  const { text, html } = mailLayout({
    title: oneLine,
    paragraphs: [
      { facts },
      ...(said === null ? [] : [said]),
      {
        html: `<p><a href="${manage}">${texts.subscribe.manage}</a></p>`,
        text: `${texts.subscribe.manage}:\n${manage}`,
      },
    ],
    button: { label: texts.subscribe.see, url: `${deps.url}${path}` },
    footer: texts.subscribe.footer(to.email),
  })
  const first = firstKey === null ? null : messageId(firstKey, deps.from)
  return {
    kind: CHANGE_MAIL,
    ref: told.ref,
    to: to.email,
    subject: `${first === null ? '' : 'Re: '}${texts.brand} ${texts.title.status}: ${oneLine}`,
    text,
    html,
    headers: {
      'List-Unsubscribe': `<${unsubscribeUrl(deps, to.id)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
    ...(first === null ? {} : { references: [first], inReplyTo: first }),
  }
}

function saidOf({ about, components, type }: Told, zone: string) {
  const names = components.map(({ name }) => name).join(', ') || texts.incident.noComponents
  const words = texts.subscribe.facts
  if ('incident' in about) {
    const { incident, update } = about
    const times = timesOf(incident.updatedAt, zone)
    const lengthMs = (incident.resolvedAt?.epochMilliseconds ?? 0) - incident.startedAt.epochMilliseconds
    const facts: [string, string][] = [
      [words.state, texts.incident.states[update?.state ?? incident.state]],
      [words.impact, texts.incident.impacts[incident.impact]],
      [words.components, names],
      [words.since, plain(times.when(incident.startedAt, false))],
    ]
    if (incident.resolvedAt !== null) facts.push([words.length, lengthText(lengthMs)])
    const merged = type === 'incident.merged' ? texts.subscribe.merged : null
    const said = update === null ? merged : { html: update.html, text: update.text }
    return { title: incident.title, facts, said, path: `/status/incidents/${incident.id}` }
  }
  if ('ticket' in about) throw new Error('What happens to tickets is told to webhooks alone.')
  const { maintenance, update } = about
  const times = timesOf(maintenance.announcedStart, zone)
  const facts: [string, string][] = [
    [words.state, texts.maintenance.states[maintenance.state]],
    [words.components, names],
    [words.begins, plain(times.when(maintenance.announcedStart, false))],
    [words.ends, plain(times.when(maintenance.announcedEnd, false))],
  ]
  const said = update ?? maintenance
  return {
    title: `${texts.maintenance.title}: ${maintenance.title}`,
    facts,
    said: { html: said.html, text: said.text },
    path: `/status/maintenance/${maintenance.id}`,
  }
}

function plain(html: { toString(): string }): string {
  return String(html).replace(/<.*?>/g, '')
}
