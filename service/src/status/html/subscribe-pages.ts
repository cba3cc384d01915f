import { layout } from './layout.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

type Component = { key: string; name: string }

/** The form to subscribe; `wrong` says what to mend, beside what was written. */
export function subscribePage(
  components: readonly Component[],
  filled: { email: string; chosen: readonly string[]; wrong: string | null } = {
    email: '',
    chosen: [],
    wrong: null,
  },
): Html {
  const words = texts.subscribe
  return frame(
    words.title,
    html`<p>${words.note}</p>
<form method="post" action="/status/subscribe" class="form">
<p><label for="email">${words.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254" value="${filled.email}"${
      filled.wrong === null ? '' : html` aria-invalid="true" aria-describedby="wrong"`
    }>
${filled.wrong === null ? '' : html`<strong id="wrong">${filled.wrong}</strong>`}</p>
${choiceHtml(components, filled.chosen)}
<p><button>${words.button}</button></p>
<p class="soft"><small>${words.privacy}</small></p>
</form>`,
  )
}

/** A page of one sentence or two, with a button where there is something to do. */
export function sayPage(
  title: string,
  sentences: readonly string[],
  act?: { action: string; label: string },
): Html {
  return frame(
    title,
    html`${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${act === undefined ? '' : html`<form method="post" action="${act.action}" class="form"><p><button>${act.label}</button></p></form>`}`,
  )
}

/** What a subscriber hears of, to be changed, and the way to end it. */
export function subscriptionPage(
  components: readonly Component[],
  one: { email: string; chosen: readonly string[]; suspended: string | null },
  links: { self: string; end: string },
  saved: boolean,
): Html {
  const words = texts.subscribe
  return frame(
    words.manageTitle,
    html`<p>${words.sentTo(one.email)}</p>
${saved ? html`<p role="status"><strong>${words.saved}</strong></p>` : ''}
${one.suspended === null ? '' : html`<p><strong>${words.suspended(one.suspended)}</strong></p>`}
<form method="post" action="${links.self}" class="form">
${choiceHtml(components, one.chosen)}
<p><button>${words.save}</button></p></form>
<form method="post" action="${links.end}" class="form"><p><button class="quiet">${words.end}</button></p></form>`,
  )
}

function choiceHtml(components: readonly Component[], chosen: readonly string[]): Html {
  if (components.length === 0) return html``
  return html`<fieldset><legend>${texts.subscribe.which}</legend>
<p class="soft"><small>${texts.subscribe.whichNote}</small></p>
${components.map(
  ({ key, name }) =>
    html`<label class="check"><input type="checkbox" name="component" value="${key}"${chosen.includes(key) ? html` checked` : ''}> ${name}</label>`,
)}</fieldset>`
}

function frame(title: string, main: Html): Html {
  return layout({
    path: '/status/subscribe',
    title: `${title} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status">${texts.title.status}</a> /</p><h1>${title}</h1>${main}</div>`,
  })
}
