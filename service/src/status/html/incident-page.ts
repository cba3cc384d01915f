import type { ExclusionRow } from '@tractops/sla'
import type { PublicIncident } from '../view/source.ts'
import { lengthText, type Times, timesOf } from './format.ts'
import { impactHtml, latestFirst, updateHtml } from './incident-html.ts'
import { layout } from './layout.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

/** An incident, and what the months it touched decided about its time: the exclusions that overlap it. */
export type IncidentSeen = {
  incident: PublicIncident
  exclusions: readonly ExclusionRow[]
  now: Temporal.Instant
  zone: string
}

/** `/status/incidents/:id`: everything that was said, and what was changed in it; its cause, and whether it is excluded. */
export function incidentPage({ incident, exclusions, now, zone }: IncidentSeen): Html {
  const times = timesOf(now, zone)
  const { startedAt, resolvedAt } = incident
  const lengthMs = (resolvedAt ?? now).epochMilliseconds - startedAt.epochMilliseconds
  const words = texts.incident
  return layout({
    path: '/status/incidents',
    title: `${incident.title} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status">${texts.title.status}</a> / <a href="/status/incidents">${words.past}</a></p>
<h1>${incident.title}</h1>
<p>${impactHtml(incident)}${incident.automatic ? html`. ${words.automatic}` : ''}</p></div>
<div class="wrap record">
<section aria-labelledby="updates"><h2 id="updates">${words.updates}</h2>
${incident.updates.length === 0 ? html`<p class="soft">${words.nothingSaid}</p>` : ''}
<ol class="updates">${latestFirst(incident.updates).map((update) => html`<li id="${update.id}">${updateHtml(update, times)}<p class="soft"><small>${texts.by(update.by)}</small></p></li>`)}</ol></section>
<dl class="facts">
<div><dt>${words.when}</dt><dd>${times.range(startedAt, resolvedAt)}</dd></div>
<div><dt>${words.length}</dt><dd>${resolvedAt === null ? texts.soFarLength(lengthText(lengthMs)) : lengthText(lengthMs)}</dd></div>
<div><dt>${texts.components}</dt><dd>${incident.components.length === 0 ? words.noComponents : incident.components.map(({ name }) => name).join(', ')}</dd></div>
<div><dt>${words.cause}</dt><dd>${causeHtml(incident, times)}</dd></div>
<div><dt>${words.excluded}</dt><dd>${excludedHtml(exclusions)}</dd></div>
</dl></div>`,
  })
}

function causeHtml({ cause }: PublicIncident, times: Times): Html {
  if (cause === null) return html`${texts.incident.causeOpen}`
  return html`${texts.incident.causes(cause.kind, cause.vendor)}<br><small>${texts.incident.saidBy(cause.by)} ${times.when(cause.at, false)}</small>`
}

/** SLA §4: each exclusion that touches the incident's time, accepted or refused, with the reason. */
function excludedHtml(exclusions: readonly ExclusionRow[]): Html {
  if (exclusions.length === 0) return html`${texts.incident.notExcluded}`
  return html`<ul>${exclusions.map(
    (
      row,
    ) => html`<li>${texts.exclusion.kinds[row.kind]}: ${row.accepted ? texts.exclusion.accepted : texts.exclusion.refused}<br>
<small>${row.because}${row.accepted ? html`; ${texts.exclusion.used(lengthText(row.usedMs))}` : ''}</small></li>`,
  )}</ul>`
}
