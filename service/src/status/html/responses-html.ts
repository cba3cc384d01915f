import type { MonthAttainment } from '../../desk/index.ts'
import { percentShown } from './format.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

/** SLA §2 (row 35): the share of this month's first responses that were in time, and each severity that had any, in a line. */
export function responsesFact(responses: MonthAttainment): Html {
  if (responses.percent === null) return html`${waitingText(responses)}`
  return html`${percentShown(responses.percent)} %<br><small>${responses.bySeverity.filter(known).map(severityText).join('; ')}</small>`
}

/** The same beside the clause that promises it: a line for each severity. */
export function responsesList(responses: MonthAttainment): Html {
  const some = responses.bySeverity.filter((one) => known(one) || one.waiting > 0)
  if (some.length === 0) return html`<p>${texts.live.responses}</p>`
  return html`${responses.percent === null ? '' : html`<p class="figure">${percentShown(responses.percent)}<span>\u00a0%</span></p><p class="of">${texts.live.responsesOf(responses.met, responses.met + responses.breached)}</p>`}
<ul>${some.map((one) => html`<li>${known(one) ? severityText(one) : `${one.severity}: ${waitingText(one)}`}</li>`)}</ul>`
}

type Counts = { met: number; breached: number; waiting: number }

const known = ({ met, breached }: Counts) => met + breached > 0
const waitingText = ({ waiting }: Counts) =>
  waiting === 0 ? texts.live.responses : texts.live.responsesWaiting(waiting)
const severityText = ({ severity, met, breached }: MonthAttainment['bySeverity'][number]) =>
  texts.live.responsesLine(severity, met, met + breached)
