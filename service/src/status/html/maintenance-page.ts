import type { PublicMaintenance } from '../view/source.ts'
import { type Times, timesOf } from './format.ts'
import { latestFirst } from './incident-html.ts'
import { layout } from './layout.ts'
import { maintenanceMark, maintenanceUpdate } from './maintenance-html.ts'
import { type Html, html, raw } from './markup.ts'
import { texts } from './texts.ts'

/** `/status/maintenance/:id`: what was announced, whether that was early enough to be excluded, and what became of it. */
export function maintenancePage(one: PublicMaintenance, now: Temporal.Instant, zone: string): Html {
  const times = timesOf(now, zone)
  const words = texts.maintenance
  const fact = (name: string, at: Temporal.Instant | null) =>
    at === null ? '' : html`<div><dt>${name}</dt><dd>${times.when(at)}</dd></div>`
  return layout({
    path: '/status/maintenance',
    title: `${one.title} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status">${texts.title.status}</a> / <a href="/status/maintenance">${words.title}</a></p>
<h1>${one.title}</h1>
<p>${maintenanceMark(one)}</p></div>
<div class="wrap record">
<section aria-labelledby="what"><h2 id="what">${words.what}</h2>
<div class="prose">${raw(one.html)}</div>
${one.state === 'overrun' ? html`<p>${words.overrunNote}</p>` : ''}
${updatesHtml(one, times)}</section>
<dl class="facts">
<div><dt>${words.announcedFor}</dt><dd>${times.announced(one.announcedStart, one.announcedEnd)}</dd></div>
<div><dt>${texts.components}</dt><dd>${one.components.length === 0 ? texts.incident.noComponents : one.components.map(({ name }) => name).join(', ')}</dd></div>
<div><dt>${words.notice}</dt><dd>${one.noticeEnough ? words.enough : words.notEnough}<br><small>${one.because}</small></dd></div>
${fact(words.published, one.publishedAt)}${emailed(one, times)}${fact(words.started, one.startedAt)}${fact(words.completed, one.completedAt)}${fact(words.cancelled, one.cancelledAt)}
</dl></div>`,
  })
}

/** When the last customer was told; no mail is ever accepted in the instant of publication, so that one stands for none. */
function emailed({ emailedAt, publishedAt }: PublicMaintenance, times: Times): Html {
  const words = texts.maintenance
  if (emailedAt === null) return html``
  return publishedAt !== null && emailedAt.equals(publishedAt)
    ? html`<div><dt>${words.emails}</dt><dd>${words.nobodyToTell}</dd></div>`
    : html`<div><dt>${words.emailed}</dt><dd>${times.when(emailedAt)}</dd></div>`
}

function updatesHtml({ updates }: PublicMaintenance, times: Times): Html {
  if (updates.length === 0) return html``
  return html`<ol class="updates">${latestFirst(updates).map((update) => html`<li>${maintenanceUpdate(update, times)}<p class="soft"><small>${texts.by(update.by)}</small></p></li>`)}</ol>`
}
