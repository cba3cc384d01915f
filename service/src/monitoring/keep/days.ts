/** SLA §5: for how long raw results, and latencies by the hour, are kept. */
const KEEP_DAYS = 90
/** A result may be dated this far ahead of us and still leave a raw row; the clock of another machine may run ahead. */
const AHEAD_DAYS = 2
/** Partitions are there this many days before their first row. */
const MAKE_AHEAD_DAYS = 3

const DAY_MS = 86_400_000
const PREFIX = 'check_result_'

/** The UTC day that an instant (epoch ms) falls on, counted from 1970-01-01. */
export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS)

/** The first instant of a day. */
export const startOfDay = (day: number): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)

/** The first day of which something is still kept at `now`. */
export const firstKeptDay = (now: Temporal.Instant): number => dayOf(now.epochMilliseconds) - KEEP_DAYS

/** Whether a result of that instant (epoch ms) leaves a raw row and a latency when it is recorded at `now`. */
export function isKept(atMs: number, now: Temporal.Instant): boolean {
  const day = dayOf(atMs)
  return day >= firstKeptDay(now) && day <= dayOf(now.epochMilliseconds) + AHEAD_DAYS
}

/** The table that holds the raw results of a day: `check_result_20261125`. */
export const partitionOf = (day: number): string =>
  PREFIX + startOfDay(day).toString().slice(0, 10).replaceAll('-', '')

/** The day of such a table, or null for one that is not of ours. */
export function dayOfPartition(name: string): number | null {
  const [, year, month, date] = /^check_result_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
  if (year === undefined) return null
  const day = dayOf(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return partitionOf(day) === name ? day : null
}

/** SLA §5: which days must have a partition at `now`, and which of those that have one are past their 90 days. */
export function decideDays(
  now: Temporal.Instant,
  there: readonly number[],
): { make: number[]; drop: number[] } {
  const today = dayOf(now.epochMilliseconds)
  const ahead = Array.from({ length: MAKE_AHEAD_DAYS + 1 }, (_, i) => today + i)
  return {
    make: ahead.filter((day) => !there.includes(day)),
    drop: there.filter((day) => day < firstKeptDay(now)).sort((a, b) => a - b),
  }
}
