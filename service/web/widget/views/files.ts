import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'
import { sizeText } from '../times.ts'
import { problemNote } from './problem.ts'

/** Files of what is being written: those that the service has, and those on their way. */
export function filesField(client: Client) {
  const { files } = client.store.draft(client.current)
  const uploads = client.files.uploads.filter(({ ticket }) => ticket === client.current)
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement
    client.files.add(input.files ?? [])
    input.value = ''
  }
  const remove = (name: string, file: Parameters<Client['files']['remove']>[0]) =>
    html`<button class="quiet" type="button" aria-label=${`Remove ${name}`} @click=${() => client.files.remove(file)}>Remove</button>`
  return html`<div class="files">
    ${
      files.length + uploads.length > 0
        ? html`<ul>
          ${files.map((file) => html`<li><span>${file.name} <small>${sizeText(file.size)}</small></span>${remove(file.name, file)}</li>`)}
          ${uploads.map(
            (one) => html`<li>
              <span>
                ${one.file.name}
                ${
                  one.problem
                    ? html`<small class="problem" role="alert">${one.problem}</small>`
                    : one.waiting
                      ? html`<small>waits for a connection</small>`
                      : html`<progress max="1" .value=${one.part} aria-label=${`${one.file.name} on its way`}></progress>`
                }
              </span>
              ${remove(one.file.name, one)}
            </li>`,
          )}
        </ul>`
        : nothing
    }
    <label class="attach quiet"><input type="file" multiple @change=${choose} /><span>Attach files</span></label>
    ${problemNote(client, 'files')}
  </div>`
}
