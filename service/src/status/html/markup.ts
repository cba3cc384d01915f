import { raw, html as tag } from 'hono/html'

/** Markup that is safe to send: whatever was put into it as text has been escaped. */
export type Html = ReturnType<typeof raw>

/** `hono/html` for templates that hold nothing to wait for. Texts are escaped; other templates and lists of them are not. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return tag(strings, ...values) as Html
}

/** Indentation is for the reader of the code; the reader of the page does not have to fetch it. */
export function compact(page: Html): string {
  return String(page).replace(/\n\s*/g, '\n')
}

export { raw }
