import type { PublicIncident, PublicMaintenance } from '../view/source.ts'
import { toldView } from '../view/told.ts'
import { timesOf } from './format.ts'
import { incidentHtml, incidentList } from './incident-html.ts'
import { layout } from './layout.ts'
import { maintenanceHtml, maintenanceList } from './maintenance-html.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

/** The most that one list of these pages holds; the pages of the months hold the rest. */
const MOST_LISTED = 100

/** `/status/incidents`: what is not resolved, and what was, in the last 90 days; months hold what is older. */
export function incidentsPage(
  incidents: readonly PublicIncident[],
  now: Temporal.Instant,
  zone: string,
): Html {
  const times = timesOf(now, zone)
  const { active, recent } = toldView({ incidents, maintenances: [] }, EVER)
  const told = recent.slice(0, MOST_LISTED)
  const words = texts.incident
  return layout({
    path: '/status/incidents',
    title: `${words.past} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status">${texts.title.status}</a> /</p><h1>${words.past}</h1>
<p>${words.pastNote} <a href="/status/history">${texts.title.history}</a>.</p>
${active.length === 0 ? '' : html`<section class="sub" aria-labelledby="active"><h2 id="active">${words.unresolved}</h2>${active.slice(0, MOST_LISTED).map((one) => incidentHtml(one, times))}</section>`}
<section class="sub" aria-labelledby="past"><h2 id="past">${words.resolved}</h2>
${told.length === 0 ? html`<p class="soft">${words.nonePast}</p>` : incidentList(told, times, now)}
${recent.length > told.length ? html`<p class="soft">${words.more}</p>` : ''}</section></div>`,
  })
}

/** `/status/maintenance`: what is under way or to come, and what was, in the last 90 days. */
export function maintenancesPage(
  maintenances: readonly PublicMaintenance[],
  now: Temporal.Instant,
  zone: string,
): Html {
  const times = timesOf(now, zone)
  const { underWay, upcoming } = toldView({ incidents: [], maintenances }, EVER)
  const past = maintenances
    .filter(({ state }) => state === 'completed' || state === 'cancelled')
    .toSorted((a, b) => b.announcedStart.epochMilliseconds - a.announcedStart.epochMilliseconds)
    .slice(0, MOST_LISTED)
  const words = texts.maintenance
  const coming = [...underWay, ...upcoming]
  return layout({
    path: '/status/maintenance',
    title: `${words.title} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status">${texts.title.status}</a> /</p><h1>${words.title}</h1>
<p>${words.pastNote} <a href="/status/maintenance.ics">${words.calendar}</a>.</p>
<section class="sub" aria-labelledby="coming"><h2 id="coming">${words.coming}</h2>
${coming.length === 0 ? html`<p class="soft">${words.noneComing}</p>` : coming.map((one) => maintenanceHtml(one, times))}</section>
<section class="sub" aria-labelledby="past"><h2 id="past">${words.over}</h2>
${past.length === 0 ? html`<p class="soft">${words.nonePast}</p>` : maintenanceList(past, times)}</section></div>`,
  })
}

const EVER = Temporal.Instant.fromEpochMilliseconds(0)
