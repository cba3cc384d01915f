import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import type { Message, Ticket } from '../state/types.ts'
import { bigTime, bothTimes, inTime, shortTime, sizeText } from '../times.ts'
import { filesField } from './files.ts'
import { problemAt, problemNote } from './problem.ts'

/** A conversation: until when it is answered, what was said, and a field to go on. */
export function ticketView(client: Client) {
  const { ticket, current, store, busy } = client
  const heading =
    ticket?.subject ?? store.kept.tickets.find(({ id }) => id === current)?.subject ?? 'Your question'
  const waiting = store.kept.outbox.filter((item) => item.ticket === current)
  return html`
    <h2 id="title" class="subject" tabindex="-1">${heading}</h2>
    ${
      ticket === null
        ? html`<p>${client.away ? 'It is shown as soon as we can be reached.' : 'Reading it …'}</p>`
        : html`${standing(client, ticket)}
          <ol class="messages" aria-label="Messages" @click=${leavePage}>
            ${ticket.messages.map((message) => messageItem(client.settings.server, message))}
            ${waiting.map(
              ({ text }) => html`<li class="mine">
                <p class="by">You <small>${busy ? 'on its way' : 'waits to be sent; kept in this browser'}</small></p>
                <p class="text">${text}</p>
              </li>`,
            )}
          </ol>
          ${replyForm(client, ticket)}`
    }
  `
}

/** How the promise to answer stands. */
function standing({ now }: Client, { number, dueAt, respondedAt, kept, ...left }: Ticket) {
  if (respondedAt)
    return html`<p class="soft">
      #${number}, answered ${shortTime(respondedAt)}${kept === null ? nothing : kept ? ', in time' : `, later than we owed it (${shortTime(dueAt)})`}
    </p>`
  const isLate = Date.parse(dueAt) < Date.now()
  return html`<p class="due">
    <span>#${number}. ${isLate ? 'We owed you an answer by' : 'An answer at the latest'}</span>
    <strong>${bigTime(dueAt)}</strong>
    <span>${isLate ? 'It is late, and our staff has been told.' : inTime(left)}<br />${bothTimes(dueAt, now?.zone ?? 'UTC')}</span>
  </p>`
}

const messageItem = (
  server: string,
  { by, name, at, text, html: markup, files }: Message,
) => html`<li class=${by === 'customer' ? 'mine' : 'theirs'}>
  <p class="by">${by === 'customer' ? 'You' : name} <small>${shortTime(at)}</small></p>
  ${markup ? html`<div class="text" .innerHTML=${markup}></div>` : html`<p class="text">${text}</p>`}
  ${
    files.length > 0
      ? html`<ul class="sent">
        ${files.map(({ name, size, url }) => html`<li><a href=${server + url} download=${name}>${name}</a> <small>${sizeText(size)}</small></li>`)}
      </ul>`
      : nothing
  }
</li>`

function replyForm(client: Client, { status }: Ticket) {
  const { store } = client
  const draft = store.draft(client.current)
  const write = (event: Event) => {
    store.draft(client.current).text = (event.target as HTMLTextAreaElement).value
    store.save()
  }
  const send = (event: Event) => {
    event.preventDefault()
    client.send()
  }
  return html`<form novalidate @submit=${send}>
    <label class="field">
      <span>${status === 'closed' ? 'Write again to open it anew' : 'Add something, or answer'}</span>
      <textarea rows="3" maxlength="20000" aria-describedby=${problemAt(client, 'text')} .value=${draft.text} @input=${write}></textarea>
    </label>
    ${problemNote(client, 'text')} ${filesField(client)} ${problemNote(client, '')}
    <button class="send" type="submit">Send</button>
  </form>`
}

/** A link in an answer opens beside the page, so that nothing that is being written there is lost. */
function leavePage({ target }: Event): void {
  const link = (target as HTMLElement).closest('a')
  if (link) link.target = '_blank'
}
