import type { Interval } from '@tractops/sla'

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: Temporal.Instant, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(
    format.formatToParts(at.epochMilliseconds).map(({ type, value }) => [type, value]),
  )
}

const dayOf = (p: Record<string, string>) => `${p.weekday} ${p.day} ${p.month} ${p.year}`
const clockOf = (p: Record<string, string>) => `${p.hour}:${p.minute}`

/** "Sunday 29 November 2026, 02:00 PST" */
export function spellInstant(at: Temporal.Instant, zone: string): string {
  const p = parts(at, zone)
  return `${dayOf(p)}, ${clockOf(p)} ${p.timeZoneName}`
}

/** "Sunday 29 November 2026, 02:00 to 04:00 PST"; the zone's name twice where it changes, and both days where there are two. */
export function spellInterval({ start, end }: Interval, zone: string): string {
  const [from, to] = [parts(start, zone), parts(end, zone)]
  const first = `${dayOf(from)}, ${clockOf(from)}${from.timeZoneName === to.timeZoneName ? '' : ` ${from.timeZoneName}`}`
  const last = dayOf(from) === dayOf(to) ? clockOf(to) : `${dayOf(to)}, ${clockOf(to)}`
  return `${first} to ${last} ${to.timeZoneName}`
}

/** "02:00 PST", for what is said on the day itself. */
export function spellClock(at: Temporal.Instant, zone: string): string {
  const p = parts(at, zone)
  return `${clockOf(p)} ${p.timeZoneName}`
}
