import type { Breakage, FaultBook } from '../faults.ts'
import { type Html, html } from '../html.ts'
import { type Fault, faultsOf, PARTS, type Part } from '../parts.ts'
import { layout } from './layout.ts'

const NAMES: Record<Part, string> = {
  home: 'Home',
  'sign-in': 'Sign in',
  dashboard: 'Dashboard',
  payments: 'Payments',
  voting: 'Voting',
  certificate: 'Certificate',
}
const WORDS: Record<Fault, { state: string; button: string; effect: string }> = {
  down: { state: 'Down', button: 'Down', effect: 'answers 503' },
  slow: { state: 'Slow', button: 'Slow', effect: 'answers correctly, after about 8 seconds' },
  wrong: { state: 'Wrong', button: 'Wrong', effect: 'answers 200 with another page' },
  drop: { state: 'Dropped', button: 'Drop', effect: 'cuts the connection without a word' },
  expired: { state: 'Expired', button: 'Expire', effect: 'ran out yesterday' },
}
const SHOWN = 50

/** `/practice`: each part's state and its buttons, and the log of what was really broken. Works without script. */
export function practicePage(
  book: FaultBook,
  at: { startedAt: string; tlsUrl: string; caFile: string },
): Html {
  const broken = PARTS.filter((part) => book.faultOf(part)).length
  const log = book.log().toReversed()
  return layout({
    path: '/practice',
    title: 'Break it on purpose',
    main: html`<p class="figure"><span>${broken}</span> of ${PARTS.length} parts broken</p>
<p>What you break here stays broken, also across a restart, until you mend it. The service that watches is told nothing: it has to find out.</p>
<ul class="parts">${PARTS.map((part) => partItem(book, part, at.startedAt))}</ul>
<section>
<h2>What each fault does</h2>
<dl class="lines">${Object.entries(WORDS).map(([fault, { state, effect }]) => html`<div><dt>${sign(fault)} ${state}</dt><dd>${effect}</dd></div>`)}</dl>
</section>
<section>
<h2>What was really broken</h2>
${log.length === 0 ? html`<p>Nothing yet. Choose a fault above and watch the service notice.</p>` : logTable(log.slice(0, SHOWN))}
<p class="quiet">${log.length > SHOWN ? html`The latest ${SHOWN} of ${log.length}. ` : ''}The whole log, to the millisecond: <a href="/practice/log">/practice/log</a></p>
</section>
<section>
<h2>Over HTTPS</h2>
<p>The same pages answer at <a href="${at.tlsUrl}">${at.tlsUrl}</a>, under a certificate of a private authority. Trust <code>${at.caFile}</code> to check it.</p>
</section>`,
  })
}

function partItem(book: FaultBook, part: Part, startedAt: string): Html {
  const fault = book.faultOf(part)
  const since = book.since(part) ?? startedAt
  const button = (value: Fault) =>
    value === fault
      ? html`<button name="fault" value="${value}" aria-pressed="true">${WORDS[value].button}</button>`
      : html`<button name="fault" value="${value}">${WORDS[value].button}</button>`
  return html`<li id="${part}">
<h2>${part === 'certificate' ? NAMES[part] : html`<a href="${part === 'home' ? '/' : `/${part}`}">${NAMES[part]}</a>`}</h2>
<p class="state">${sign(fault ?? 'works')} <strong>${fault ? WORDS[fault].state : 'Works'}</strong> since ${moment(since)}</p>
<form method="post" action="/practice/faults/${part}" aria-label="${NAMES[part]}">${faultsOf(part).map(button)}${fault ? html`<button class="mend" name="fault" value="none">Mend</button>` : ''}</form>
</li>`
}

function logTable(log: readonly Breakage[]): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Log">
<table>
<thead><tr><th scope="col">Part</th><th scope="col">Fault</th><th scope="col">From</th><th scope="col">To</th><th scope="col">For</th></tr></thead>
<tbody>${log.map(
    ({ part, fault, from, to }) =>
      html`<tr><th scope="row">${NAMES[part]}</th><td>${sign(fault)} ${WORDS[fault].state}</td><td>${moment(from)}</td><td>${to ? moment(to) : 'still broken'}</td><td>${to ? duration(from, to) : ''}</td></tr>`,
  )}</tbody>
</table>
</div>`
}

/** A state's shape: it differs from the others in outline and filling as well as in colour. */
function sign(state: string): Html {
  return html`<span class="sign ${state}" aria-hidden="true"></span>`
}

/** An instant in Pacific time, the agreement's, with UTC to the millisecond in `datetime`. */
function moment(instant: string): Html {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO('America/Los_Angeles')
  const text = local.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const zone = local.toLocaleString('en-US', { timeZoneName: 'short' }).split(' ').at(-1)!
  return html`<time datetime="${instant}">${text} ${zone}</time>`
}

function duration(from: string, to: string): string {
  const length = Temporal.Instant.from(from).until(to, { largestUnit: 'hours', smallestUnit: 'seconds' })
  const { hours, minutes, seconds } = length
  if (length.blank) return 'under 1 s'
  return [hours && `${hours} h`, (hours || minutes) && `${minutes} min`, `${seconds} s`]
    .filter(Boolean)
    .join(' ')
}
