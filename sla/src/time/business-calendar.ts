import { DAY_MS, END_MS } from './civil.ts'
import type { Zone } from './zone.ts'

const WEEK_MS = 7 * DAY_MS

/** 1970-01-05, the Monday from which weeks are counted. */
const FIRST_MONDAY = 4

/** The week after which no instant can be written. */
const LAST_WEEK = Math.ceil(END_MS / WEEK_MS)

/** Weeks kept once computed; ten years of them are 522. */
const WEEKS_KEPT = 4096

/** A stretch of a local day, in ms from its midnight; it may end at 24:00. */
export type Stretch = readonly [fromMs: number, toMs: number]

/** What it takes to turn local times into instants. */
type Clocks = Pick<Zone, 'leastOffsetMs' | 'offsetMsAt' | 'nextTransitionMs' | 'localToEpochMs'>

/**
 * Opening hours of a zone, ready to be counted. The two ends of each stretch of each day are turned into instants
 * (row 36), so a day on which the clocks change is as long as it really is. `compileCalendar` makes them.
 */
export class BusinessCalendar {
  /** Open time of a week without holidays and changes of clocks; 0 for a calendar that never opens. */
  readonly weeklyMs: number
  readonly #zone: Clocks
  /** Monday's stretches first: sorted, disjoint. */
  readonly #days: readonly (readonly Stretch[])[]
  /** Sorted day numbers. */
  readonly #holidays: readonly number[]
  readonly #openings = new Map<number, Float64Array>()

  constructor(zone: Clocks, days: readonly (readonly Stretch[])[], holidays: readonly number[]) {
    this.#zone = zone
    this.#days = days
    this.#holidays = holidays
    this.weeklyMs = days.flat().reduce((sum, [fromMs, toMs]) => sum + toMs - fromMs, 0)
  }

  /** Open time in [fromMs, toMs), both epoch ms. */
  openMs(fromMs: number, toMs: number): number {
    const first = this.#weekOf(fromMs)
    const last = this.#weekOf(toMs)
    let sum = 0
    // Where the clocks go back over a Monday's midnight, the Monday may have begun before `toMs`: one week more.
    for (let week = first; week <= last + 1; week++) {
      const whole = week > first ? this.#regularWeeks(week, last) : 0
      sum += whole * this.weeklyMs
      week += whole
      const openings = this.#openingsOf(week)
      for (let i = 0; i < openings.length; i += 2)
        sum += Math.max(0, Math.min(openings[i + 1]!, toMs) - Math.max(openings[i]!, fromMs))
    }
    return sum
  }

  /** The epoch ms at which `ms` of open time after `fromMs` are full; Infinity where that lies past the year 9999. */
  endOf(fromMs: number, ms: number): number {
    // By the westernmost offset of the zone, so it is the week of `fromMs` or, near a Monday's midnight, the one before:
    // no search for the offset in force, and a week more to look at now and then. Weeks are skipped after both.
    const first = Math.floor((fromMs + this.#zone.leastOffsetMs - FIRST_MONDAY * DAY_MS) / WEEK_MS)
    let left = ms
    for (let week = first; week <= LAST_WEEK; week++) {
      if (week > first + 1 && left > this.weeklyMs) {
        const skipped = Math.min(this.#regularWeeks(week, LAST_WEEK), Math.ceil(left / this.weeklyMs) - 1)
        left -= skipped * this.weeklyMs
        week += skipped
      }
      const openings = this.#openingsOf(week)
      for (let i = 0; i < openings.length; i += 2) {
        const start = Math.max(openings[i]!, fromMs)
        const open = openings[i + 1]! - start
        if (open <= 0) continue
        if (left <= open) return start + left
        left -= open
      }
    }
    return Number.POSITIVE_INFINITY
  }

  #weekOf(epochMs: number): number {
    return Math.floor((epochMs + this.#zone.offsetMsAt(epochMs) - FIRST_MONDAY * DAY_MS) / WEEK_MS)
  }

  /** How many weeks on end, from this one and before `limit`, hold no holiday and no change of clocks near them. */
  #regularWeeks(week: number, limit: number): number {
    const monday = week * 7 + FIRST_MONDAY
    const startMs = monday * DAY_MS
    const steadyMs = this.#zone.nextTransitionMs(startMs - 2 * DAY_MS) - 2 * DAY_MS - startMs
    const workedDays = this.#nextHoliday(monday) - monday
    return Math.max(0, Math.min(Math.floor(steadyMs / WEEK_MS), Math.floor(workedDays / 7), limit - week))
  }

  #nextHoliday(day: number): number {
    let low = 0
    let high = this.#holidays.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#holidays[middle]! < day) low = middle + 1
      else high = middle
    }
    return this.#holidays[low] ?? Number.POSITIVE_INFINITY
  }

  /** The openings of a local week, as epoch ms: start, end, start, end... */
  #openingsOf(week: number): Float64Array {
    const known = this.#openings.get(week)
    if (known) return known
    const openings: number[] = []
    this.#days.forEach((stretches, weekday) => {
      const day = week * 7 + FIRST_MONDAY + weekday
      if (this.#nextHoliday(day) === day) return
      for (const [fromMs, toMs] of stretches)
        openings.push(
          this.#zone.localToEpochMs(day * DAY_MS + fromMs),
          this.#zone.localToEpochMs(day * DAY_MS + toMs),
        )
    })
    if (this.#openings.size >= WEEKS_KEPT) this.#openings.clear()
    const kept = Float64Array.from(openings)
    this.#openings.set(week, kept)
    return kept
  }
}
