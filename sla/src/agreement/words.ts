import type { Duration } from '../policy/duration.ts'
import type { Policy } from '../policy/policy.ts'

const UNITS: readonly [unitMs: number, name: string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
]

/** 172800000 -> "48 hours", 60000 -> "60 seconds": in the largest unit of which it is more than two, whole. */
export function lengthInWords(ms: number): string {
  const [unitMs, name] =
    UNITS.find(([unit]) => ms % unit === 0 && (ms / unit > 2 || unit === 1_000)) ?? UNITS.at(-1)!
  return count(ms / unitMs, name)
}

/** A duration as the policy names it: "1 hour", "4 business hours", "1 business day". */
export function durationInWords(duration: Duration): string {
  if (duration.counted === 'business_days') return count(duration.days, 'business day')
  const [unitMs, name] = UNITS.find(([unit, name]) => name !== 'day' && duration.ms % unit === 0)!
  return count(duration.ms / unitMs, duration.counted === 'business' ? `business ${name}` : name)
}

/** "3 days", "1 day". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

/** "Stripe, Resend, Neon and Vercel"; with "or" where one is meant. */
export function list(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

const DAY_NAMES: Record<string, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

export function dayName(day: string): string {
  return DAY_NAMES[day] ?? day
}

/** "Pacific time" for the zone of the agreement, the zone's own name for any other. */
export function zoneName(zone: string): string {
  return zone === 'America/Los_Angeles' ? 'Pacific time' : zone
}

/** "Monday to Friday 09:00-18:00, Pacific time": days with the same hours are told together. */
export function hoursInWords(policy: Policy): string {
  const { weekly, zone } = policy.response.calendar
  const days = Object.keys(DAY_NAMES).map((day) => ({
    day,
    hours: ((weekly as Record<string, string[] | undefined>)[day] ?? []).join(' and '),
  }))
  const runs: { from: string; to: string; hours: string }[] = []
  for (const { day, hours } of days) {
    const last = runs.at(-1)
    if (last !== undefined && last.hours === hours) last.to = day
    else runs.push({ from: day, to: day, hours })
  }
  const open = runs.filter((run) => run.hours !== '')
  const told = open.map(({ from, to, hours }) =>
    from === to ? `${dayName(from)} ${hours}` : `${dayName(from)} to ${dayName(to)} ${hours}`,
  )
  return `${told.join(', ')}, ${zoneName(zone)}`
}

/** 199 -> "1.99 USD". */
export function money(cents: number, currency: string): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} ${currency}`
}
