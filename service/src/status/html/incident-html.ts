import type { Impact, IncidentUpdate, PublicIncident } from '../view/source.ts'
import { lengthText, type Times } from './format.ts'
import { type Html, html, raw } from './markup.ts'
import { texts } from './texts.ts'

const SHAPE: Record<Impact, string> = { critical: 'd', major: 'd', minor: 'g', none: 'n' }

/** An active incident in short: what it is, since when, what it is about, and the latest that was said of it. */
export function incidentHtml(incident: PublicIncident, times: Times): Html {
  const latest = latestFirst(incident.updates)[0]
  return html`<article class="interruption">
<div><h3><a href="${incidentPath(incident)}">${incident.title}</a></h3>
<p>${impactHtml(incident)}</p>
<p class="soft">${texts.since} ${times.when(incident.startedAt, false)}</p>
${aboutHtml(incident)}</div>
<div>${latest === undefined ? html`<p class="soft">${texts.incident.nothingSaid}</p>` : updateHtml(latest, times)}
${incident.updates.length > 1 ? html`<p><a href="${incidentPath(incident)}">${texts.incident.allUpdates(incident.updates.length)}<span class="hidden">, ${incident.title}</span></a></p>` : ''}</div>
</article>`
}

/** Incidents as a list of links, each with its time and length. */
export function incidentList(
  incidents: readonly PublicIncident[],
  times: Times,
  now: Temporal.Instant,
): Html {
  return html`<ul class="list">${incidents.map((incident) => {
    const lengthMs = (incident.resolvedAt ?? now).epochMilliseconds - incident.startedAt.epochMilliseconds
    const length = lengthText(lengthMs)
    return html`<li><a href="${incidentPath(incident)}">${incident.title}</a>
<span class="soft">${times.when(incident.startedAt, false)}, ${incident.resolvedAt === null ? texts.soFarLength(length) : length}</span>
<span>${impactHtml(incident)}</span></li>`
  })}</ul>`
}

/** One update: the state it brought, when it was true, its words, and whether it was said late or changed since. */
export function updateHtml(update: IncidentUpdate, times: Times): Html {
  return html`<p><strong>${texts.incident.states[update.state]}</strong> <span class="soft">${times.when(update.at, false)}</span></p>
<div class="prose">${raw(update.html)}</div>
${update.backdated ? html`<p class="soft"><small>${texts.incident.backdated} ${times.when(update.postedAt, false)}</small></p>` : ''}
${update.edited.length === 0 ? '' : editsHtml(update, times)}`
}

function editsHtml({ edited }: IncidentUpdate, times: Times): Html {
  return html`<details><summary>${texts.incident.edited(edited.length)}</summary>
<ul class="list">${edited.map((edit) => html`<li><span class="soft">${texts.incident.until} ${times.when(edit.at)}, ${texts.by(edit.by)}</span><span class="previous">${edit.previousText}</span></li>`)}</ul></details>`
}

/** How bad it is, by shape and word, and what state it is in. */
export function impactHtml({ impact, state }: PublicIncident): Html {
  return html`<i class="mark ${SHAPE[impact]}"></i>${texts.incident.impacts[impact]}, ${texts.incident.states[state].toLowerCase()}`
}

/** The components that an incident or a maintenance is about. */
export function aboutHtml({ components }: { components: readonly { name: string }[] }): Html {
  return components.length === 0
    ? html``
    : html`<p class="soft">${components.map((c) => c.name).join(', ')}</p>`
}

export function latestFirst<U extends { at: Temporal.Instant }>(updates: readonly U[]): U[] {
  return updates.toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds)
}

export function incidentPath({ id }: { id: string }): string {
  return `/status/incidents/${encodeURIComponent(id)}`
}
