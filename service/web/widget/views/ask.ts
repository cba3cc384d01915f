import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import type { Incident, Now } from '../state/types.ts'
import { bigTime, bothTimes, inTime, lengthText, shortTime } from '../times.ts'
import { filesField } from './files.ts'
import { problemAt, problemNote } from './problem.ts'

/** What a reader can say that it is about, in the order of how many it touches. */
const KINDS = [
  ['outage', 'An outage', 'Nothing works, payments fail, or data is being lost'],
  ['broken_for_many', 'Slow or broken for many', 'An important part, for several of us'],
  ['problem', 'A problem of mine', 'Something does not work for me'],
  ['billing', 'A bill or our plan', ''],
  ['how_to', 'How do I …?', ''],
  ['idea', 'An idea, or a small flaw', ''],
] as const

/** A new question: what is known to be broken, what it is about, and until when an answer comes. */
export function askView(client: Client) {
  const { now, store } = client
  const waiting = store.kept.outbox.find(({ ticket }) => ticket === '')
  if (waiting) return sendingView(client, waiting.text)
  const draft = store.draft('')
  const keep = (change: Partial<typeof draft>) => {
    Object.assign(store.draft(''), change)
    store.save()
    client.go('ask')
  }
  const send = (event: Event) => {
    event.preventDefault()
    client.send()
  }
  return html`
    <h2 id="title" tabindex="-1">How can we help?</h2>
    ${now?.incidents.map((incident) => incidentNotice(client.settings.server, incident))}
    <form novalidate @submit=${send}>
      <fieldset aria-describedby=${problemAt(client, 'kind')}>
        <legend>What is it about?</legend>
        ${KINDS.map(
          ([kind, title, hint]) => html`<label class="choice">
            <input type="radio" name="kind" .checked=${draft.kind === kind} @change=${() => keep({ kind })} />
            <span>${title}${hint ? html`<small>${hint}</small>` : nothing}</span>
          </label>`,
        )}
      </fieldset>
      ${problemNote(client, 'kind')} ${draft.kind === 'outage' && now ? urgent(now, draft.text) : nothing}
      <label class="field">
        <span>What happened, or what would you like to know?</span>
        <textarea
          rows="5"
          maxlength="20000"
          aria-describedby=${problemAt(client, 'text')}
          .value=${draft.text}
          @input=${(event: Event) => keep({ text: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
      </label>
      ${problemNote(client, 'text')} ${filesField(client)} ${client.identity.known ? nothing : whoFields(client)}
      ${problemNote(client, '')} ${due(now, draft.kind)}
      <button class="send" type="submit">Send</button>
    </form>
  `
}

const sendingView = (client: Client, text: string) => html`
  <h2 id="title" tabindex="-1">${client.busy ? 'Sending your question' : 'Your question waits to be sent'}</h2>
  <p>It is kept in this browser until we have it, also if you leave this page or load it again.</p>
  ${problemNote(client, '')}
  <blockquote>${text}</blockquote>
`

const incidentNotice = (server: string, { title, state, components, startedAt, text, url }: Incident) => html`
  <section class="notice">
    <p class="state">${state}, since ${shortTime(startedAt)}</p>
    <p><strong>${title}</strong>${components.length > 0 ? html` <small>${components.join(', ')}</small>` : nothing}</p>
    ${text ? html`<p>${text}</p>` : nothing}
    <p>We are at work on it. If this is why you are here, you need not write: <a href=${server + url} target="_blank" rel="noopener">follow it here</a>.</p>
  </section>
`

/** SLA §3: a mail whose subject begins with [P1] is told to everyone who answers at once; a question from this form is one of the queue. */
function urgent({ contact, urgentMs }: Now, text: string) {
  const subject = `[P1] ${text.split('\n')[0]!.slice(0, 80) || 'What is down, in a few words'}`
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`
  return html`<section class="notice urgent">
    <p><strong>For an outage, write a mail. Everyone who answers here is told of it at once, at any hour.</strong></p>
    <p>To ${contact}, with a subject that begins with <code>[P1]</code>. You are answered within ${lengthText(urgentMs)}.</p>
    <p><a class="send" href=${`mailto:${contact}?${query}`}>Write the mail</a></p>
    <p><small>A question sent here is read in business hours first.</small></p>
  </section>`
}

function whoFields(client: Client) {
  const { kept } = client.store
  const keep = (field: 'name' | 'email') => (event: Event) => {
    kept[field] = (event.target as HTMLInputElement).value
    client.store.save()
  }
  const input = (field: 'name' | 'email', label: string) => html`<label class="field">
      <span>${label}</span>
      <input
        type=${field === 'email' ? 'email' : 'text'}
        autocomplete=${field}
        maxlength="200"
        aria-describedby=${problemAt(client, field)}
        .value=${kept[field]}
        @input=${keep(field)}
      />
    </label>
    ${problemNote(client, field)}`
  return html`${input('name', 'Your name')} ${input('email', 'Your mail address; the answer goes there as well')}`
}

/** The figure that the page is for: until when somebody answers, at the latest. */
function due(now: Now | null, chosen: string) {
  const kind = now?.kinds.find(({ kind }) => kind === chosen)
  if (!now || !kind) return nothing
  return html`<p class="due">
    <span>An answer at the latest</span>
    <strong aria-live="polite">${bigTime(kind.dueAt)}</strong>
    <span>${inTime(kind)}<br />${bothTimes(kind.dueAt, now.zone)}</span>
  </p>`
}
