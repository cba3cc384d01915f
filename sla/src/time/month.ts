import { SlaError } from '../error.ts'
import { DAY_MS, dayNumber } from './civil.ts'
import type { Interval } from './interval-set.ts'
import { formatDate, parseDate } from './local-date.ts'
import { instantWithin } from './range.ts'
import { zoneOf } from './zone.ts'

/**
 * SLA §1, "monthly": a calendar month `YYYY-MM` of a zone, in real elapsed time; November 2026 in Los Angeles has
 * 43 260 minutes (row 1). Throws SlaError `month_invalid`, `zone_unknown`, and `out_of_range` past the year 9999.
 */
export function calendarMonth(month: string, zone: string, path = ''): Interval {
  const match = typeof month === 'string' ? /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) : null
  if (!match)
    throw new SlaError(
      'month_invalid',
      `${JSON.stringify(month)} is not a month; write one such as 2026-11.`,
      path,
    )
  const year = Number(match[1])
  const number = Number(match[2])
  const end = number === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, number + 1, 1)
  const there = zoneOf(zone)
  return {
    start: instantWithin(there.localToEpochMs(dayNumber(year, number, 1) * DAY_MS), path),
    end: instantWithin(there.localToEpochMs(end * DAY_MS), path),
  }
}

/**
 * The first instant of a date `YYYY-MM-DD` in a zone; where midnight is skipped, the first instant after the gap, and
 * where it comes twice, the earlier (row 36). Throws SlaError `date_invalid`, `zone_unknown`, `out_of_range`.
 */
export function startOfDay(date: string, zone: string): Temporal.Instant {
  return instantWithin(zoneOf(zone).localToEpochMs(parseDate(date) * DAY_MS))
}

/** The date `YYYY-MM-DD` of an instant in a zone. Throws SlaError `zone_unknown`, `out_of_range`. */
export function dateOf(instant: Temporal.Instant, zone: string): string {
  const epochMs = instant.epochMilliseconds
  return formatDate(Math.floor((epochMs + zoneOf(zone).offsetMsAt(epochMs)) / DAY_MS))
}
