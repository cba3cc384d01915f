import type { ExclusionRow, Uptime } from '@tractops/sla'
import type { MonthView } from '../view/month.ts'
import type { PublicDeclaration, PublicIncident, PublicMaintenance } from '../view/source.ts'
import { lengthText, monthText, type Times, timesOf } from './format.ts'
import { incidentList } from './incident-html.ts'
import { layout } from './layout.ts'
import { maintenanceList } from './maintenance-html.ts'
import { type Html, html, raw } from './markup.ts'
import { budgetHtml, figureHtml, promisedHtml } from './month-html.ts'
import { texts } from './texts.ts'

/** How many incidents one page of a month lists. */
export const INCIDENTS_A_PAGE = 100

/** A month with everything that decided its figure; `page` counts from 1 through its incidents. */
export type MonthSeen = {
  view: MonthView
  uptime: Uptime
  incidents: readonly PublicIncident[]
  maintenances: readonly PublicMaintenance[]
  declarations: readonly PublicDeclaration[]
  page: number
  now: Temporal.Instant
  zone: string
}

/** `/status/history/2026-11`: the month's figures, each exclusion accepted or refused with its reason, and what happened in it. */
export function monthPage({
  view,
  uptime,
  incidents,
  maintenances,
  declarations,
  page,
  now,
  zone,
}: MonthSeen): Html {
  const times = timesOf(now, zone)
  const words = texts.monthPage
  const first = (page - 1) * INCIDENTS_A_PAGE
  const shown = incidents.slice(first, first + INCIDENTS_A_PAGE)
  const path = monthPath(view.month)
  return layout({
    path: '/status/history',
    title: `${monthText(view.month)} · ${texts.brand} ${texts.title.status}`,
    main: html`<div class="wrap plain"><p class="up"><a href="/status/history">${texts.title.history}</a> /</p><h1>${monthText(view.month)}</h1></div>
<div class="wrap record">
<div>${figureHtml(view, times)}
<section class="sub" aria-labelledby="exclusions"><h2 id="exclusions">${words.exclusions}</h2>
${exclusionsHtml(uptime.exclusions, times)}
${declarationsHtml(declarations, times)}</section>
<section class="sub" aria-labelledby="incidents"><h2 id="incidents">${words.incidents}</h2>
${shown.length === 0 ? html`<p class="soft">${words.noIncidents}</p>` : incidentList(shown, times, now)}
${pagesHtml(path, page, Math.ceil(incidents.length / INCIDENTS_A_PAGE))}</section>
<section class="sub" aria-labelledby="maintenance"><h2 id="maintenance">${texts.maintenance.title}</h2>
${maintenances.length === 0 ? html`<p class="soft">${words.noMaintenance}</p>` : maintenanceList(maintenances, times)}</section></div>
<dl class="facts">
<div><dt>${texts.promised}</dt><dd>${promisedHtml(view)}</dd></div>
<div><dt>${texts.budget}</dt><dd>${budgetHtml(view)}</dd></div>
<div><dt>${words.down}</dt><dd>${lengthText(uptime.countedDownMs)}</dd></div>
<div><dt>${words.excluded}</dt><dd>${lengthText(uptime.excludedDownMs)}</dd></div>
<div><dt>${texts.unmeasured}</dt><dd>${lengthText(uptime.unsettledMs)}</dd></div>
<div><dt>${texts.period}</dt><dd>${times.there(view.period.start)} ${texts.to} ${times.there(view.period.end)}</dd></div>
<div><dt>${words.data}</dt><dd><a href="${path}.json">${words.json}</a></dd></div>
</dl></div>`,
  })
}

function exclusionsHtml(rows: readonly ExclusionRow[], times: Times): Html {
  if (rows.length === 0) return html`<p class="soft">${texts.monthPage.noExclusions}</p>`
  return html`<ul class="list">${rows.map(
    (
      row,
    ) => html`<li><strong>${texts.exclusion.kinds[row.kind]}: ${row.accepted ? texts.exclusion.accepted : texts.exclusion.refused}</strong>
<span class="soft">${times.range(Temporal.Instant.from(row.start), Temporal.Instant.from(row.end))}</span>
<span>${row.because}${row.accepted ? html`; ${texts.exclusion.used(lengthText(row.usedMs))}` : ''}</span></li>`,
  )}</ul>`
}

/** SLA §4(c): what an officer declared, in full, and what became of it (row 24). */
function declarationsHtml(declarations: readonly PublicDeclaration[], times: Times): Html {
  const words = texts.declaration
  return html`${declarations.map(
    ({
      id,
      start,
      end,
      html: text,
      declaredBy,
      publishedAt,
      withdrawn,
    }) => html`<div class="prose" id="${id}">
<p><strong>${words.by(declaredBy)}</strong> <span class="soft">${times.range(start, end)}; ${words.published} ${times.when(publishedAt)}</span></p>
${raw(text)}
${withdrawn === null ? '' : html`<p>${words.withdrawn(withdrawn.by)} ${times.when(withdrawn.at)}: ${withdrawn.because}</p>`}</div>`,
  )}`
}

function pagesHtml(path: string, page: number, pages: number): Html {
  if (pages <= 1) return html``
  return html`<nav aria-label="${texts.monthPage.pages}"><p>${page > 1 ? html`<a href="${page === 2 ? path : `${path}/${page - 1}`}">${texts.monthPage.earlier}</a> ` : ''}${texts.monthPage.pageOf(page, pages)}${page < pages ? html` <a href="${path}/${page + 1}">${texts.monthPage.later}</a>` : ''}</p></nav>`
}

export function monthPath(month: string): string {
  return `/status/history/${month}`
}
