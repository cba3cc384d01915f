import { SlaError } from '../error.ts'
import { BusinessCalendar, type Stretch } from './business-calendar.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './civil.ts'
import { parseDate } from './local-date.ts'
import { zoneOf } from './zone.ts'

export type { BusinessCalendar }

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Opening hours as data: `HH:MM-HH:MM` stretches of the zone's local time by weekday, and days off `YYYY-MM-DD`. */
export type CalendarInput = {
  zone: string
  weekly: Partial<Record<(typeof WEEKDAYS)[number], string[]>>
  holidays?: string[]
}

/**
 * Reads opening hours. Stretches of a day may touch or overlap, which is their union; they may end at 24:00, never run
 * backwards, and one that ends where it starts is nothing. Days left out are closed, and so are the holidays, of which
 * the agreement names none (row 32). Throws SlaError `calendar_invalid`, `field_unknown`, `date_invalid` or
 * `zone_unknown` with the place, such as `weekly.mon[0]`.
 */
export function compileCalendar(input: CalendarInput, path = ''): BusinessCalendar {
  const at = (place: string) => (path === '' ? place : `${path}.${place}`)
  if (!isRecord(input))
    throw invalid('A calendar is an object with zone, weekly and, where wanted, holidays.', path)
  refuseUnknown(input, ['zone', 'weekly', 'holidays'], at)
  const zone = zoneOf(input.zone, at('zone'))
  const { weekly, holidays = [] } = input
  if (!isRecord(weekly))
    throw invalid('Opening hours are an object by weekday, such as {"mon":["09:00-18:00"]}.', at('weekly'))
  refuseUnknown(weekly, WEEKDAYS, (key) => at(`weekly.${key}`))
  const days = WEEKDAYS.map((weekday) => readDay(weekly[weekday], at(`weekly.${weekday}`)))
  if (!Array.isArray(holidays))
    throw invalid('Holidays are a list of dates, such as ["2026-12-25"].', at('holidays'))
  const daysOff = holidays.map((date, i) => parseDate(date, at(`holidays[${i}]`)))
  return new BusinessCalendar(
    zone,
    days,
    daysOff.sort((a, b) => a - b),
  )
}

function readDay(stretches: string[] | undefined, path: string): Stretch[] {
  if (stretches === undefined) return []
  if (!Array.isArray(stretches)) throw invalid('A day is a list of stretches, such as ["09:00-18:00"].', path)
  const sorted = stretches.map((text, i) => readStretch(text, `${path}[${i}]`)).sort((a, b) => a[0] - b[0])
  const union: Stretch[] = []
  for (const [fromMs, toMs] of sorted) {
    const last = union.at(-1)
    if (fromMs === toMs) continue
    if (last && fromMs <= last[1]) union[union.length - 1] = [last[0], Math.max(last[1], toMs)]
    else union.push([fromMs, toMs])
  }
  return union
}

function readStretch(text: unknown, path: string): Stretch {
  const match = typeof text === 'string' ? /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(text) : null
  if (!match)
    throw invalid(`${JSON.stringify(text)} is not a stretch of a day; write one such as "09:00-18:00".`, path)
  const fromMs = Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS
  const toMs = Number(match[3]) * HOUR_MS + Number(match[4]) * MINUTE_MS
  if (fromMs >= DAY_MS || toMs > DAY_MS)
    throw invalid(
      `"${text}" lies outside the day; it starts at 23:59 at the latest, and ends at 24:00.`,
      path,
    )
  if (toMs < fromMs)
    throw invalid(`"${text}" runs backwards; a stretch past midnight is two, one on each of the days.`, path)
  return [fromMs, toMs]
}

function refuseUnknown(record: object, known: readonly string[], at: (key: string) => string): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new SlaError(
    'field_unknown',
    `"${unknown}" is not a field here; write one of ${known.join(', ')}.`,
    at(unknown),
  )
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (message: string, path: string) => new SlaError('calendar_invalid', message, path)
