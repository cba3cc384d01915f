import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import type { Summary } from '../state/types.ts'
import { shortTime } from '../times.ts'

/** The reader's questions, the latest first. */
export function listView(client: Client) {
  const unread = client.unread
  return html`
    <h2 id="title" tabindex="-1">Your questions</h2>
    <ul class="list">
      ${client.store.kept.tickets.map(
        (ticket) => html`<li>
          <button type="button" @click=${() => client.go('ticket', ticket.id)}>
            <span class="subject">${ticket.subject}</span>
            <small>${stateOf(ticket)}${unread.includes(ticket) ? html` <b class="mark">new answer</b>` : nothing}</small>
          </button>
        </li>`,
      )}
    </ul>
  `
}

function stateOf({ number, status, respondedAt, dueAt, lastAt }: Summary): string {
  const state =
    status === 'closed'
      ? `closed, last message ${shortTime(lastAt)}`
      : respondedAt
        ? `answered, last message ${shortTime(lastAt)}`
        : `an answer by ${shortTime(dueAt)} at the latest`
  return `#${number}, ${state}`
}
