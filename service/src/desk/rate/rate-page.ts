import { contentSecurityPolicy, inlineSource } from '@tractops/platform'
import { html, raw } from 'hono/html'

const style = `
:root { color-scheme: light dark; --paper: #faf8f2; --ink: #191c1b; --soft: #565c59; --teal: #0b5a58; --line: #d9d4c6 }
@media (prefers-color-scheme: dark) { :root { --paper: #111514; --ink: #edeae0; --soft: #a7aca6; --teal: #66bdb5; --line: #2f3735 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.65 system-ui, sans-serif }
main { max-width: 34rem; margin: 12vh auto 4rem; padding: 0 1.25rem }
h1 { font: 400 1.75rem/1.25 Charter, Cambria, Georgia, serif; margin: 0 0 .75rem; overflow-wrap: anywhere }
fieldset { border: 0; margin: 1.5rem 0; padding: 0 }
legend { padding: 0; color: var(--soft) }
label { display: block; padding: .35rem 0 }
textarea { box-sizing: border-box; width: 100%; min-height: 7rem; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: 4px }
button { font: inherit; font-weight: 600; padding: .6rem 1.25rem; color: var(--paper); background: var(--teal); border: 0; border-radius: 4px; cursor: pointer }
:focus-visible { outline: 3px solid var(--teal); outline-offset: 2px }
input { accent-color: var(--teal) }
`
const styleElement = raw(`<style>${style}</style>`)

/** For the header of the page. */
export const ratePagePolicy = contentSecurityPolicy({ styles: [inlineSource(style)] })

export type Rated = {
  number: number
  subject: string
  closed: boolean
  rating: number | null
  comment: string | null
}

const WORDS = ['1: not at all', '2: not really', '3: partly', '4: mostly', '5: entirely']

/** Where a customer says how their ticket was; with `saved`, that it was kept. */
export function ratePage(ticket: Rated, action: string, saved: boolean) {
  const title = saved ? 'Thank you' : 'Did we help?'
  return page(
    title,
    !ticket.closed
      ? html`<p>#${ticket.number}, “${ticket.subject}”, is open again, and we are at it. Tell us how it was when it is done.</p>`
      : html`${saved ? html`<p role="status">Your word was kept. You can change it here.</p>` : ''}
<p>#${ticket.number}, “${ticket.subject}”.</p>
<form method="post" action="${action}">
<fieldset><legend>Was your question answered?</legend>
${WORDS.map(
  (word, i) =>
    html`<label><input type="radio" name="rating" value="${i + 1}" required${ticket.rating === i + 1 ? raw(' checked') : ''}> ${word}</label>\n`,
)}</fieldset>
<label for="comment">What should we know? (You need not say anything.)</label>
<textarea id="comment" name="comment" maxlength="2000">${ticket.comment ?? ''}</textarea>
<p><button>Send</button></p>
</form>`,
  )
}

const page = (title: string, body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${styleElement}</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`
