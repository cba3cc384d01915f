import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import { askView } from './ask.ts'
import { confirmView } from './confirm.ts'
import { listView } from './list.ts'
import { ticketView } from './ticket.ts'

const VIEWS = { ask: askView, confirm: confirmView, list: listView, ticket: ticketView }

/** The button, and the dialog with the view that is open. */
export function frame(client: Client, { isOpen, toggle }: { isOpen: boolean; toggle(): void }) {
  const { settings, view, away, said, store } = client
  const unread = client.unread.length
  const label =
    unread === 0 ? settings.label : `${settings.label}, ${unread} new ${unread === 1 ? 'answer' : 'answers'}`
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    event.preventDefault()
    toggle()
  }
  return html`
    <button class="open" type="button" aria-haspopup="dialog" aria-expanded=${isOpen} @click=${toggle}>
      ${unread === 0 ? label : html`${settings.label}<span class="mark">${label.slice(settings.label.length + 2)}</span>`}
    </button>
    <dialog aria-labelledby="title" @keydown=${onKey} @cancel=${(event: Event) => event.preventDefault()}>
      ${
        isOpen
          ? html`<header>
              ${back(client)}
              <button class="close quiet" type="button" @click=${toggle}>Close</button>
            </header>
            <div class="body">
              ${away ? offline(store.kept.outbox.length > 0) : nothing} ${VIEWS[view](client)}
            </div>`
          : nothing
      }
      <p class="unseen" role="status">${said}</p>
    </dialog>
  `
}

function back(client: Client) {
  const { tickets } = client.store.kept
  if (client.view !== 'ask' && client.view !== 'confirm')
    return html`<button class="quiet" type="button" @click=${() => client.go('ask')}>Ask something</button>`
  if (tickets.length === 0) return html`<span></span>`
  const unread = client.unread.length
  return html`<button class="quiet" type="button" @click=${() => client.go('list')}>
    Your questions (${tickets.length}${unread > 0 ? `, ${unread} new` : ''})
  </button>`
}

const offline = (waits: boolean) =>
  html`<p class="notice" role="status">
    <strong>No connection to us at the moment.</strong>
    ${waits ? 'What you wrote is kept in this browser, and is sent as soon as we can be reached.' : 'What you write is kept in this browser.'}
  </p>`
