import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: Temporal.Instant, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(texts.dates, {
      timeZone: zone,
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(
    format.formatToParts(at.epochMilliseconds).map(({ type, value }) => [type, value]),
  )
}

/** How a page tells instants: in UTC, with the contract's own time beside it, and the year only where it is not this one. */
export type Times = {
  /** "23 Nov, 23:41:05 UTC (15:41:05 PST)"; without seconds where `exact` is false. */
  when(at: Temporal.Instant, exact?: boolean): Html
  /** From one instant to another, in UTC and below it in the contract's zone; a null end is put in words. */
  range(start: Temporal.Instant, end: Temporal.Instant | null): Html
  /** The other way round: an announced time, in the contract's zone and below it in UTC. */
  announced(start: Temporal.Instant, end: Temporal.Instant): Html
  /** An instant in the contract's zone alone: "1 Nov, 00:00 PDT". */
  there(at: Temporal.Instant): Html
}

export function timesOf(now: Temporal.Instant, zone: string): Times {
  const year = parts(now, zone).year
  const day = (p: Record<string, string>) => `${p.day} ${p.month}${p.year === year ? '' : ` ${p.year}`}`
  const clock = (p: Record<string, string>, exact: boolean) =>
    `${p.hour}:${p.minute}${exact ? `:${p.second}` : ''}`
  const tag = (at: Temporal.Instant, text: string) => html`<time datetime="${at.toString()}">${text}</time>`
  const when = (at: Temporal.Instant, exact = true) => {
    const [utc, here] = [parts(at, 'UTC'), parts(at, zone)]
    const text = day(here) === day(utc) ? clock(here, exact) : `${day(here)}, ${clock(here, exact)}`
    return html`${tag(at, `${day(utc)}, ${clock(utc, exact)} UTC`)} <span class="there">(${text} ${here.timeZoneName})</span>`
  }
  const rangeIn = (start: Temporal.Instant, end: Temporal.Instant | null, place: string, exact = true) => {
    const from = parts(start, place)
    const first = `${day(from)}, ${clock(from, exact)}`
    if (end === null) return html`${tag(start, `${first} ${from.timeZoneName}`)}`
    const to = parts(end, place)
    const last = day(to) === day(from) ? clock(to, exact) : `${day(to)}, ${clock(to, exact)}`
    const open = to.timeZoneName === from.timeZoneName ? first : `${first} ${from.timeZoneName}`
    return html`${tag(start, open)} ${texts.to} ${tag(end, `${last} ${to.timeZoneName}`)}`
  }
  return {
    when,
    range: (start, end) =>
      html`${rangeIn(start, end, 'UTC')}${end === null ? `, ${texts.lasts}` : ''}<br><small>${rangeIn(start, end, zone)}</small>`,
    announced: (start, end) =>
      html`${rangeIn(start, end, zone, false)}<br><small>${rangeIn(start, end, 'UTC', false)}</small>`,
    there: (at) => {
      const here = parts(at, zone)
      return html`${tag(at, `${day(here)}, ${clock(here, false)} ${here.timeZoneName}`)}`
    },
  }
}

const short = (options: Intl.DateTimeFormatOptions, count: number, step: number) => {
  const format = new Intl.DateTimeFormat(texts.dates, { timeZone: 'UTC', ...options })
  return Array.from({ length: count }, (_, i) => format.format(Date.UTC(2024, 0, 1) + i * step * 86_400_000))
}
/** Names by number, made once: a page holds a date for every bar. 1 January 2024 was a Monday. */
const MONTHS = short({ month: 'short' }, 12, 30.5)
const WEEKDAYS = short({ weekday: 'short' }, 7, 1)

/** "2026-11-03" -> "3 Nov" or "Tue 3 Nov 2026". A date belongs to its own zone already. */
export function dateText(date: string, long = false): string {
  const plain = Temporal.PlainDate.from(date)
  const day = `${plain.day} ${MONTHS[plain.month - 1]}`
  return long ? `${WEEKDAYS[plain.dayOfWeek - 1]} ${day} ${plain.year}` : day
}

/** "2026-11" -> "November 2026" */
export function monthText(month: string): string {
  return Temporal.PlainYearMonth.from(month)
    .toPlainDate({ day: 1 })
    .toLocaleString(texts.dates, { month: 'long', year: 'numeric' })
}

const UNITS: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]

/**
 * A length of time in its three largest units, truncated to the second: "3 h 36 min 18 s", "22 d 15 h 41 min", "0 s".
 * A day here is 24 hours.
 */
export function lengthText(lengthMs: number): string {
  let rest = Math.max(0, lengthMs)
  const counts = UNITS.map(([unit, ms]): [string, number] => {
    const count = Math.floor(rest / ms)
    rest -= count * ms
    return [unit, count]
  })
  const first = counts.findIndex(([, count]) => count > 0)
  if (first === -1) return `0\u00a0s`
  return counts
    .slice(first, first + 3)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count}\u00a0${unit}`)
    .join(' ')
}

/** 43260 -> "43 260", with a narrow space between thousands. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** "100.0000" -> "100", "99.4999" as it is: decimals that say nothing are dropped, and nothing is rounded (row 8). */
export function percentShown(percent: string): string {
  return percent.replace(/\.0+$/, '')
}
