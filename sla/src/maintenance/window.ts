import type { Policy } from '../policy/policy.ts'
import type { Interval } from '../time/interval-set.ts'
import { addDays, parseDate } from '../time/local-date.ts'
import { dateOf } from '../time/month.ts'
import { Temporal } from '../time/temporal.ts'
import { zoneOf } from '../time/zone.ts'

const DAY_MS = 86_400_000
const DAYS = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'] as const

/**
 * SLA §5: the first maintenance window that starts at or after `from`: Sundays 02:00-04:00 Pacific. On 8 March 2026, when
 * 02:00 does not exist, it lasts one real hour, 10:00 to 11:00 UTC (row 36).
 */
export function nextMaintenanceWindow(policy: Policy, from: Temporal.Instant): Interval {
  const { day, hours } = policy.maintenance.window
  const [opens, closes] = hours.split('-') as [string, string]
  for (let date = dateOf(from, policy.zone); ; date = addDays(date, 1)) {
    const number = parseDate(date)
    // 1970-01-01, day 0, was a Thursday.
    if (DAYS[((number % 7) + 7) % 7] !== day) continue
    const at = (time: string) =>
      zoneOf(policy.zone).localToEpochMs(number * DAY_MS + minuteOfDay(time) * 60_000)
    const [startMs, endMs] = [at(opens), at(closes)]
    if (startMs < from.epochMilliseconds || endMs <= startMs) continue
    return {
      start: Temporal.Instant.fromEpochMilliseconds(startMs),
      end: Temporal.Instant.fromEpochMilliseconds(endMs),
    }
  }
}

function minuteOfDay(time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return hour * 60 + minute
}
