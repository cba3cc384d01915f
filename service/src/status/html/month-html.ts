import type { MonthAttainment } from '../../desk/index.ts'
import type { DayState } from '../view/days.ts'
import type { MonthView, Share } from '../view/month.ts'
import { mark } from './days-html.ts'
import { countText, dateText, lengthText, monthText, percentShown, type Times } from './format.ts'
import { type Html, html, raw } from './markup.ts'
import { responsesFact } from './responses-html.ts'
import { texts } from './texts.ts'

/** The figure that the page exists for, what it is made of, and how far it can be relied on. */
export function monthHtml(m: MonthView, responses: MonthAttainment, times: Times, zone: string): Html {
  return html`<section class="wrap section month" aria-labelledby="uptime">
<div>
<h2 id="uptime">${texts.uptimeOf(monthText(m.month))}</h2>
${figureHtml(m, times)}
${strip(m, zone)}
</div>
<dl class="facts">
<div><dt>${texts.promised}</dt><dd>${promisedHtml(m)}</dd></div>
<div><dt>${texts.budget}</dt><dd>${budgetHtml(m)}</dd></div>
${m.unmeasuredMs === 0 ? '' : html`<div><dt>${texts.unmeasured}</dt><dd>${lengthText(m.unmeasuredMs)}<br><small>${texts.unmeasuredNote}</small></dd></div>`}
<div><dt>${texts.live.responsesTitle}</dt><dd>${responsesFact(responses)}</dd></div>
<div><dt>${texts.period}</dt><dd>${times.there(m.period.start)} ${texts.to} ${times.there(m.period.end)}<br><small>${texts.periodNote(countText(m.periodMs / 60_000))}</small></dd></div>
</dl>
</section>`
}

/** The uptime so far, as large as the page allows, and the time that it speaks for. */
export function figureHtml(m: MonthView, times: Times): Html {
  if (m.uptime === null)
    return html`<p class="figure none">${texts.noUptime}</p><p class="soft">${texts.noUptimeNote}</p>`
  return html`<p class="figure">${percentShown(m.uptime)}<span>\u00a0%</span></p>
<p class="of">${measuredHtml(m, times)}</p>`
}

/** The target, and whether the month so far keeps it. */
export function promisedHtml(m: MonthView): Html {
  return html`${texts.promisedValue(m.target)}${m.met === null ? '' : `, ${standing(m)}`}`
}

/** While the month runs, it is missed only once its allowance is overdrawn: until then the rest can still make it good. */
function standing({ met, elapsedMs, periodMs, budget }: MonthView): string {
  const runs = elapsedMs < periodMs
  if (met) return runs ? texts.kept : texts.keptWhole
  return runs && budget.leftMs >= 0 ? texts.below : texts.missed
}

/** How much of the month's downtime allowance is left, or by how far it is overdrawn, in words and to scale. */
export function budgetHtml({ budget }: MonthView): Html {
  const left =
    budget.leftMs < 0
      ? texts.budgetOver(lengthText(-budget.leftMs))
      : texts.budgetLeft(lengthText(budget.leftMs))
  const used = Math.min(1, budget.usedMs / Math.max(1, budget.allowedMs))
  return html`${left}
<svg class="budget" aria-hidden="true"><rect class="all" width="100%" height="100%"/>${raw(`<rect class="down" width="${percent(used)}" height="100%"/>`)}</svg>
<small>${texts.budgetUsed(lengthText(budget.usedMs), lengthText(budget.allowedMs))}</small>`
}

function measuredHtml(m: MonthView, times: Times): Html {
  if (m.unmeasuredMs === 0 && m.elapsedMs === m.periodMs)
    return html`${texts.measuredWhole(lengthText(m.measuredMs))}`
  if (m.unmeasuredMs === 0) return html`${texts.measuredAll(lengthText(m.measuredMs))}`
  if (m.measuredSince === null || m.laterGaps > 0)
    return html`${texts.measuredPart(lengthText(m.measuredMs), lengthText(m.elapsedMs))}`
  return html`${texts.measuredSince(lengthText(m.measuredMs))} ${times.when(m.measuredSince, false)}`
}

/** The month to scale: what was measured, what was not, what was down, and what is still to come. */
function strip(m: MonthView, zone: string): Html {
  const label = texts.strip(lengthText(m.measuredMs), lengthText(m.budget.usedMs))
  const rect = (s: Share) =>
    raw(
      `<rect class="${s.state}" x="${percent(s.from)}" width="${percent(s.to - s.from)}" ${s.state === 'down' ? 'y="-25%" height="150%"' : 'height="100%"'}/>`,
    )
  const key = (state: Share['state'], shape: DayState) =>
    m.shares.some((s) => s.state === state) ? html`<li>${mark(shape)}${texts.stripKey[state]}</li>` : ''
  const day = (at: Temporal.Instant) => dateText(at.toZonedDateTimeISO(zone).toPlainDate().toString())
  return html`<svg class="strip" role="img" aria-label="${label}"><rect class="all" width="100%" height="100%"/>${m.shares.map(rect)}</svg>
<div class="ends" aria-hidden="true"><span>${day(m.period.start)}</span><span>${day(m.period.end.subtract({ milliseconds: 1 }))}</span></div>
<ul class="legend small">${key('measured', 'up')}${key('down', 'down')}${key('unmeasured', 'unmeasured')}</ul>`
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`
}
