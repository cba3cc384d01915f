import type { MaintenanceState, PublicMaintenance } from '../view/source.ts'
import type { Times } from './format.ts'
import { aboutHtml, latestFirst } from './incident-html.ts'
import { type Html, html, raw } from './markup.ts'
import { texts } from './texts.ts'

const SHAPE: Record<MaintenanceState, string> = {
  scheduled: 'n',
  in_progress: 'm',
  overrun: 'd',
  completed: 'u',
  cancelled: 'n',
}

/** SLA §5: a maintenance in short: its announced time where the agreement is at home, what it is about, and its state. */
export function maintenanceHtml(one: PublicMaintenance, times: Times): Html {
  const latest = latestFirst(one.updates)[0]
  return html`<article class="interruption">
<div><h3><a href="${maintenancePath(one)}">${one.title}</a></h3>
<p>${maintenanceMark(one)}</p>
${aboutHtml(one)}</div>
<div><p>${times.announced(one.announcedStart, one.announcedEnd)}</p>
<div class="prose">${raw(one.html)}</div>
${latest === undefined ? '' : maintenanceUpdate(latest, times)}
${one.state === 'overrun' ? html`<p>${texts.maintenance.overrunNote}</p>` : ''}</div>
</article>`
}

export function maintenanceMark({ state }: PublicMaintenance): Html {
  return html`<i class="mark ${SHAPE[state]}"></i>${texts.maintenance.states[state]}`
}

export function maintenanceUpdate(update: PublicMaintenance['updates'][number], times: Times): Html {
  return html`<p class="soft">${times.when(update.at, false)}</p><div class="prose">${raw(update.html)}</div>`
}

/** Maintenances as a list of links, each with its announced time and state. */
export function maintenanceList(maintenances: readonly PublicMaintenance[], times: Times): Html {
  return html`<ul class="list">${maintenances.map(
    (one) => html`<li><a href="${maintenancePath(one)}">${one.title}</a>
<span class="soft">${times.announced(one.announcedStart, one.announcedEnd)}</span>
<span>${maintenanceMark(one)}</span></li>`,
  )}</ul>`
}

export function maintenancePath({ id }: { id: string }): string {
  return `/status/maintenance/${encodeURIComponent(id)}`
}
