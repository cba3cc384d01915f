import { startOfDay } from '@tractops/sla'
import type { State, Stretch } from './source.ts'

/** What a day looked like: its worst state; `partly` where what was measured was up and the rest was not measured. */
export type DayState = State | 'partly'

/** One civil day of a zone, cut at now; lengths in real elapsed ms, so a day of a clock change has 23 or 25 hours. */
export type Day = {
  date: string
  lengthMs: number
  state: DayState
  upMs: number
  degradedMs: number
  downMs: number
  unmeasuredMs: number
}

/** Days that tell the same story, from `first` to `last`, both included. */
export type DayRun = { first: Day; last: Day; count: number }

/** The dates of the `count` days that end with the day of `now`, oldest first. */
export function lastDates(now: Temporal.Instant, zone: string, count: number): string[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  return Array.from({ length: count }, (_, i) => today.subtract({ days: count - 1 - i }).toString())
}

/** Sums the stretches of a component into days; one that runs over midnight is split there. Time no stretch covers is unmeasured. */
export function daysOf(
  stretches: readonly Stretch[],
  dates: readonly string[],
  now: Temporal.Instant,
  zone: string,
): Day[] {
  const nowMs = now.epochMilliseconds
  const edges = dates.map((date) => startOfDay(date, zone).epochMilliseconds)
  return dates.map((date, i) => {
    const startMs = edges[i]!
    const endMs = Math.min(edges[i + 1] ?? nowMs, nowMs)
    const spent: Record<State, number> = { up: 0, degraded: 0, down: 0, unmeasured: 0 }
    for (const stretch of stretches) {
      const from = Math.max(stretch.start.epochMilliseconds, startMs)
      const to = Math.min(stretch.end?.epochMilliseconds ?? nowMs, endMs)
      if (to > from) spent[stretch.state] += to - from
    }
    const lengthMs = endMs - startMs
    const unmeasuredMs = lengthMs - spent.up - spent.degraded - spent.down
    return {
      date,
      lengthMs,
      state: worst(spent, unmeasuredMs),
      upMs: spent.up,
      degradedMs: spent.degraded,
      downMs: spent.down,
      unmeasuredMs,
    }
  })
}

/** Joins neighbouring days without an interruption of their own: they read "up all day" or "not measured" together. */
export function runsOf(days: readonly Day[]): DayRun[] {
  const runs: DayRun[] = []
  for (const day of days) {
    const before = runs.at(-1)
    if (before !== undefined && before.last.state === day.state && isPlain(day) && isPlain(before.last)) {
      before.last = day
      before.count += 1
    } else runs.push({ first: day, last: day, count: 1 })
  }
  return runs
}

function isPlain(day: Day): boolean {
  return day.upMs === day.lengthMs || day.unmeasuredMs === day.lengthMs
}

function worst(spent: Record<State, number>, unmeasuredMs: number): DayState {
  if (spent.down > 0) return 'down'
  if (spent.degraded > 0) return 'degraded'
  if (unmeasuredMs === 0) return 'up'
  return spent.up > 0 ? 'partly' : 'unmeasured'
}
