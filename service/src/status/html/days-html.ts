import { type Day, type DayRun, type DayState, runsOf } from '../view/days.ts'
import type { ComponentView } from '../view/view.ts'
import { dateText, lengthText, percentShown } from './format.ts'
import { type Html, html, raw } from './markup.ts'
import { texts } from './texts.ts'

const SHAPE: Record<DayState, string> = { up: 'u', degraded: 'g', down: 'd', partly: 'p', unmeasured: 'n' }

/** The small form of a bar, for legends and words; told by shape and colour, and always beside its word. */
export function mark(state: DayState | 'maintained'): Html {
  return html`<i class="mark ${state === 'maintained' ? 'm' : SHAPE[state]}"></i>`
}

/** Ninety days as bars for the eye, and the same days as a table for everyone; the bars are one image with a sentence. */
export function daysHtml(component: ComponentView): Html {
  const { days } = component
  const counts = Object.fromEntries(
    Object.keys(SHAPE).map((state) => [state, days.filter((d) => d.state === state).length]),
  )
  const bar = (day: Day) =>
    raw(`<i class=${SHAPE[day.state]} title="${dateText(day.date)}: ${storyText(day)}"></i>`)
  return html`<div>
<div class="days" role="img" aria-label="${texts.bars(component.name, counts as Record<DayState, number>)}">${days.map(bar)}</div>
<div class="ends" aria-hidden="true"><span><span class="wide">${texts.days(days.length)}</span><span class="narrow">${texts.days(30)}</span></span><span>${texts.dayNow}</span></div>
<p class="share">${component.upPercent === null ? texts.never : texts.upShare(percentShown(component.upPercent))}</p>
<details><summary>${texts.dayByDay}<span class="hidden">, ${component.name}</span></summary>
<table><thead><tr><th scope="col">${texts.table.day}</th><th scope="col">${texts.table.story}</th></tr></thead>
<tbody>${runsOf(days).toReversed().map(row)}</tbody></table></details>
</div>`
}

function row({ first, last, count }: DayRun): Html {
  if (count === 1)
    return html`<tr><th scope="row">${dateText(first.date)}</th><td>${storyText(first)}</td></tr>`
  const story = first.state === 'up' ? texts.allDays.up(count) : texts.allDays.unmeasured(count)
  return html`<tr><th scope="row">${dateText(first.date)} – ${dateText(last.date)}</th><td>${story}</td></tr>`
}

function storyText(day: Day): string {
  if (day.upMs === day.lengthMs) return texts.allDay.up
  if (day.unmeasuredMs === day.lengthMs) return texts.allDay.unmeasured
  const spent = [
    ['down', day.downMs],
    ['degraded', day.degradedMs],
    ['up', day.upMs],
    ['unmeasured', day.unmeasuredMs],
  ] as const
  return spent
    .filter(([, ms]) => ms > 0)
    .map(([state, ms]) => texts.dayPart[state](lengthText(ms)))
    .join(', ')
}
