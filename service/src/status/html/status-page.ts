import type { DayState } from '../view/days.ts'
import type { Interruption } from '../view/interruptions.ts'
import { type ComponentView, DAYS_TOLD, type StatusView } from '../view/view.ts'
import { daysHtml, mark } from './days-html.ts'
import { lengthText, type Times, timesOf } from './format.ts'
import { incidentHtml } from './incident-html.ts'
import { layout } from './layout.ts'
import { maintenanceHtml } from './maintenance-html.ts'
import { type Html, html } from './markup.ts'
import { monthHtml } from './month-html.ts'
import { texts } from './texts.ts'
import { vendorsHtml } from './vendors-html.ts'

const MOST_TOLD = 20
const LEGEND: DayState[] = ['up', 'degraded', 'down', 'partly', 'unmeasured']

/** What the page says beside the measurements: the practice application it watches, and whether the data may be old. */
export type StatusNotes = { practiceUrl?: string | undefined; stale: boolean }

/** `/status`: the state of everything, this month's uptime, the components day by day, and what has interrupted them. */
export function statusPage(view: StatusView, notes: StatusNotes): Html {
  const { overall, zone } = view
  const times = timesOf(view.now, zone)
  const words = texts.overall(overall)
  return layout({
    path: '/status',
    title: `${words} · ${texts.brand} ${texts.title.status}`,
    main: html`
${notes.practiceUrl === undefined ? '' : html`<div class="wrap"><p class="notice">${texts.practice} <a href="${notes.practiceUrl}">${texts.practiceLink}</a>.</p></div>`}
<div class="state ${overall.state}${overall.maintenances > 0 ? ' maintained' : ''}"><div class="wrap">
<h1>${words}</h1>
<p>${texts.overallNote(overall)}</p>
${notes.stale ? html`<p><strong>${texts.stale}</strong></p>` : ''}
<p class="soft">${texts.asOf} ${times.when(view.now)}</p>
</div></div>
${incidentsHtml(view, times)}
${monthHtml(view.month, view.responses, times, zone)}
${componentsHtml(view, times)}
${upcomingHtml(view, times)}
${interruptionsHtml(view, times)}
${vendorsHtml(view.vendors, times)}
${followHtml()}`,
    foot: html`<h2>${texts.how}</h2>
<p>${texts.howText(lengthText(view.policy.meanings.error.checkInterval))}</p>
<p>${texts.howZone}</p>`,
  })
}

/** What is wrong or being worked on right now, before any figure. */
function incidentsHtml({ told }: StatusView, times: Times): Html {
  const { active, underWay } = told
  const section = (id: string, title: string, entries: Html[]) =>
    entries.length === 0
      ? ''
      : html`<section class="wrap section" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="interruptions">${entries}</div></section>`
  return html`${section(
    'incidents',
    texts.incident.active,
    active.slice(0, MOST_TOLD).map((incident) => incidentHtml(incident, times)),
  )}${section(
    'maintenance',
    texts.maintenance.underWay,
    underWay.slice(0, MOST_TOLD).map((one) => maintenanceHtml(one, times)),
  )}`
}

/** SLA §5: the maintenance that has been announced. */
function upcomingHtml({ told: { upcoming } }: StatusView, times: Times): Html {
  return html`<section class="wrap section" aria-labelledby="upcoming">
<header><h2 id="upcoming">${texts.maintenance.upcoming}</h2>
<p>${upcoming.length === 0 ? texts.maintenance.noneComing : html`<a href="/status/maintenance">${texts.maintenance.all}</a>`}</p></header>
${upcoming.length === 0 ? '' : html`<div class="interruptions">${upcoming.slice(0, MOST_TOLD).map((one) => maintenanceHtml(one, times))}</div>`}
</section>`
}

/** The ways to hear of changes without coming back. */
function followHtml(): Html {
  return html`<section class="wrap section" aria-labelledby="follow">
<header><h2 id="follow">${texts.follow.title}</h2>
<p>${texts.follow.note}</p></header>
<ul class="legend">${texts.follow.links.map(([path, name]) => html`<li><a href="${path}">${name}</a></li>`)}</ul>
</section>`
}

function componentsHtml({ components }: StatusView, times: Times): Html {
  if (components.length === 0) return html``
  const group = (critical: boolean, note: string) => {
    const members = components.filter((component) => component.critical === critical)
    if (members.length === 0) return ''
    return html`<p class="group">${note}</p>
<div class="components">${members.map((component) => componentHtml(component, times))}</div>`
  }
  return html`<section class="wrap section" aria-labelledby="components">
<h2 id="components">${texts.components}</h2>
<ul class="legend" aria-label="${texts.legend.title}">${LEGEND.map((state) => html`<li>${mark(state)}${texts.legend[state]}</li>`)}</ul>
${group(true, texts.counted)}${group(false, texts.notCounted)}
</section>`
}

function componentHtml(component: ComponentView, times: Times): Html {
  const { state, since, reason } = component
  return html`<article class="component" id="${component.key}">
<div><h3>${component.name}</h3>
${component.description === undefined ? '' : html`<p class="soft">${component.description}</p>`}
<p>${mark(state)}<strong>${texts.stateWord[state]}</strong>${component.underMaintenance ? html`, ${mark('maintained')}${texts.underMaintenance}` : ''}${since === null ? '' : html` <span class="soft">${texts.since} ${times.when(since, false)}</span>`}</p>
${reason === null || state === 'up' ? '' : html`<p>${reason}</p>`}</div>
${daysHtml(component)}
</article>`
}

function interruptionsHtml(view: StatusView, times: Times): Html {
  const { interruptions, month } = view
  const told = interruptions.slice(0, MOST_TOLD)
  const rest = interruptions.length - told.length
  const barely = month.uptime === null || month.measuredMs < 3_600_000
  return html`<section class="wrap section" aria-labelledby="interruptions">
<header><h2 id="interruptions">${texts.interruptions}</h2>
<p>${told.length > 0 ? texts.interruptionsNote(DAYS_TOLD) : barely ? texts.noneMeasured : texts.none(DAYS_TOLD)}</p></header>
${view.told.recent.length === 0 ? '' : html`<p class="note">${texts.recent(view.told.recent.length)} <a href="/status/incidents">${texts.incident.past}</a></p>`}
${told.length === 0 ? '' : html`<div class="interruptions">${told.map((interruption) => interruptionHtml(interruption, times))}</div>`}
${rest > 0 ? html`<p class="note">${texts.more(rest)}</p>` : ''}
</section>`
}

function interruptionHtml(i: Interruption, times: Times): Html {
  const length = lengthText(i.lengthMs)
  return html`<article class="interruption">
<div><h3>${i.component}</h3>
<p>${mark(i.state)}${texts.interruption[i.state]} ${i.end === null ? texts.soFarLength(length) : length}</p></div>
<div><p>${times.range(i.start, i.end)}</p>
${i.reason === null ? '' : html`<p>${i.reason}</p>`}
<p class="soft">${texts.standing[i.standing]}</p></div>
</article>`
}
