import { html, nothing } from 'lit/html.js'
import type { Client } from '../state/client.ts'

const FIELDS = ['kind', 'text', 'files', 'name', 'email', 'code']

/** The note on what is wrong with a field; `''`: with what has no field of its own here. */
export function problemNote({ problem }: Client, field: string) {
  const isHere = field === '' ? !FIELDS.includes(problem.at) : problem.at === field
  return problem.text && isHere
    ? html`<p class="problem" id=${`problem-${field}`} role="alert">${problem.text}</p>`
    : nothing
}

/** For `aria-describedby` of the field. */
export const problemAt = ({ problem }: Client, field: string) =>
  problem.at === field ? `problem-${field}` : nothing
