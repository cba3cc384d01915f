import type { Uptime } from '@tractops/sla'
import type { MonthView } from '../view/month.ts'
import type { ComponentView, StatusView } from '../view/view.ts'
import { mark } from './days-html.ts'
import { lengthText, type Times, timesOf } from './format.ts'
import { maintenanceList } from './maintenance-html.ts'
import { type Html, html } from './markup.ts'
import { budgetHtml, figureHtml, promisedHtml } from './month-html.ts'
import { responsesList } from './responses-html.ts'
import { texts } from './texts.ts'

/** This month's figures, by the id of the clause that they stand beside; a clause that nothing measures yet says so. */
export function slaLive(
  { month, components, now, zone, told, responses }: StatusView,
  uptime: Uptime,
): Map<string, Html> {
  const words = texts.live
  const times = timesOf(now, zone)
  const critical = components.filter((component) => component.critical)
  const watched = components.filter((component) => !component.critical)
  return new Map([
    [
      'uptime.target',
      html`<h3>${words.title}</h3>${figureHtml(month, times)}
<dl class="facts"><div><dt>${texts.promised}</dt><dd>${promisedHtml(month)}</dd></div>
<div><dt>${texts.budget}</dt><dd>${budgetHtml(month)}</dd></div>
<div><dt>${words.credit}</dt><dd>${creditHtml(month)}</dd></div>
<div><dt>${words.critical}</dt><dd>${components.length === 0 ? words.components : list(critical)}</dd></div>
${watched.length === 0 ? '' : html`<div><dt>${words.watched}</dt><dd>${list(watched)}</dd></div>`}
<div><dt>${texts.asOf}</dt><dd>${times.when(now)}</dd></div></dl>`,
    ],
    ['response.targets', html`<h3>${words.title}</h3>${responsesList(responses)}`],
    ['contact.meeting', fact(words.meetings)],
    ['exclusions.arithmetic', fact(exclusionsText(uptime))],
    ['maintenance.notice', maintenanceFact(told, times)],
  ])
}

function creditHtml({ uptime, creditPercent, settled }: MonthView): Html {
  if (uptime === null) return html`${texts.noUptime}`
  const tier = creditPercent === 0 ? texts.live.creditNone : texts.live.creditTier(creditPercent)
  return html`${tier}${settled ? '' : html`<br><small>${texts.live.creditOpen}</small>`}`
}

function fact(text: string): Html {
  return html`<h3>${texts.live.title}</h3><p>${text}</p>`
}

/** SLA §5: what has been announced, beside the clause that asks for 48 hours. */
function maintenanceFact({ underWay, upcoming }: StatusView['told'], times: Times): Html {
  const known = [...underWay, ...upcoming]
  if (known.length === 0) return fact(texts.live.maintenance)
  return html`<h3>${texts.live.announced}</h3>${maintenanceList(known, times)}`
}

function exclusionsText({ exclusions, excludedDownMs }: Uptime): string {
  if (exclusions.length === 0) return texts.live.exclusionsNone
  const accepted = exclusions.filter((exclusion) => exclusion.accepted).length
  return texts.live.exclusions(accepted, exclusions.length - accepted, lengthText(excludedDownMs))
}

function list(components: readonly ComponentView[]): Html {
  return html`<ul>${components.map((c) => html`<li>${mark(c.state)}${c.name}: ${texts.state[c.state]}</li>`)}</ul>`
}
