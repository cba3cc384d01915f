import type { MonthView } from '../view/month.ts'
import { lengthText, monthText, percentShown } from './format.ts'
import { layout } from './layout.ts'
import { type Html, html } from './markup.ts'
import { monthPath } from './month-page.ts'
import { texts } from './texts.ts'

/** A month of the history, and the downtime that exclusions have taken out of it, in ms. */
export type HistoryMonth = MonthView & { excludedDownMs: number }

/** `/status/history`: every measured month with its figures, the latest first. */
export function historyPage(months: readonly HistoryMonth[]): Html {
  return layout({
    path: '/status/history',
    title: `${texts.title.history} · ${texts.brand}`,
    main: html`<div class="wrap plain"><h1>${texts.title.history}</h1>
<p>${texts.historyNote}</p>
<p><a href="/status/incidents">${texts.incident.past}</a> · <a href="/status/maintenance">${texts.maintenance.title}</a></p>
${months.length === 0 ? html`<p>${texts.historyEmpty}</p>` : table(months)}</div>`,
  })
}

function table(months: readonly HistoryMonth[]): Html {
  return html`<table class="history">
<thead><tr>${texts.historyHead.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${months.map(row)}</tbody></table>`
}

function row(m: HistoryMonth): Html {
  const running = m.elapsedMs < m.periodMs
  const credit = !m.settled
    ? texts.open
    : m.creditPercent === 0
      ? texts.noCredit
      : texts.creditTier(m.creditPercent)
  const cells = [
    m.uptime === null ? '–' : `${percentShown(m.uptime)}\u00a0%`,
    lengthText(m.budget.usedMs),
    lengthText(m.excludedDownMs),
    lengthText(m.unmeasuredMs),
    credit,
  ]
  return html`<tr><th scope="row"><a href="${monthPath(m.month)}">${monthText(m.month)}</a>${running ? html` <small>${texts.running}</small>` : ''}</th>
${cells.map((cell, i) => html`<td data-head="${texts.historyHead[i + 1]}">${cell}</td>`)}</tr>`
}
