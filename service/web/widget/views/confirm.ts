import { html } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import { problemAt, problemNote } from './problem.ts'

/** A code shows that the address is the reader's; until then the question waits, and is not lost. */
export function confirmView(client: Client) {
  const { email = '', againAt = 0 } = client.store.kept.pending ?? {}
  const submit = (event: Event) => {
    event.preventDefault()
    const code = new FormData(event.target as HTMLFormElement).get('code') as string
    void client.confirm(code)
  }
  const mayResend = againAt <= Date.now()
  return html`
    <h2 id="title" tabindex="-1">Is this your address?</h2>
    <p>We have sent a code to <strong>${email}</strong>. Your question is kept here; it goes to our staff, and its time begins, once you enter the code.</p>
    <form novalidate @submit=${submit}>
      <label class="field">
        <span>The code, six digits</span>
        <input class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" aria-describedby=${problemAt(client, 'code')} />
      </label>
      ${problemNote(client, 'code')}
      <button class="send" type="submit">Confirm and send</button>
    </form>
    <p class="after">
      <button class="quiet" type="button" ?disabled=${!mayResend} @click=${() => void client.resend()}>
        ${mayResend ? 'Send another code' : 'Another code can be sent in a minute'}
      </button>
      <button class="quiet" type="button" @click=${() => client.change()}>Use another address</button>
    </p>
  `
}
