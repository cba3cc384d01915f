import type { Interval } from '@tractops/sla'

type Parts = Record<string, string>

const long = readerOf({ weekday: 'long', month: 'long' })
const short = readerOf({ month: 'short', second: '2-digit' })

/** How the parts of an instant are called in a zone; a format is made once for each, as making one takes longer than using it. */
function readerOf(style: Intl.DateTimeFormatOptions): (at: Temporal.Instant, zone: string) => Parts {
  const formats = new Map<string, Intl.DateTimeFormat>()
  return (at, zone) => {
    let format = formats.get(zone)
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en-US', {
        ...{ timeZone: zone, year: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' },
        ...{ hourCycle: 'h23', timeZoneName: 'short', ...style },
      })
      formats.set(zone, format)
    }
    return Object.fromEntries(
      format.formatToParts(at.epochMilliseconds).map(({ type, value }) => [type, value]),
    )
  }
}

const dayOf = (p: Parts) => `${p.weekday} ${p.day} ${p.month} ${p.year}`
const clockOf = (p: Parts) => `${p.hour}:${p.minute}`

/** "Sunday 29 November 2026, 02:00 PST" */
export function spellInstant(at: Temporal.Instant, zone: string): string {
  const p = long(at, zone)
  return `${dayOf(p)}, ${clockOf(p)} ${p.timeZoneName}`
}

/** "Sunday 29 November 2026, 02:00 to 04:00 PST"; the zone's name twice where it changes, and both days where there are two. */
export function spellInterval({ start, end }: Interval, zone: string): string {
  const [from, to] = [long(start, zone), long(end, zone)]
  const first = `${dayOf(from)}, ${clockOf(from)}${from.timeZoneName === to.timeZoneName ? '' : ` ${from.timeZoneName}`}`
  const last = dayOf(from) === dayOf(to) ? clockOf(to) : `${dayOf(to)}, ${clockOf(to)}`
  return `${first} to ${last} ${to.timeZoneName}`
}

/** "02:00 PST", for what is said on the day itself. */
export function spellClock(at: Temporal.Instant, zone: string): string {
  const p = long(at, zone)
  return `${clockOf(p)} ${p.timeZoneName}`
}

/** To the second, in a text for everybody: the contract's time and UTC, such as "1 Nov 2026, 01:30:20 PDT (08:30:20 UTC)". */
export function spellToTheSecond(at: Temporal.Instant, zone: string): string {
  const [here, utc] = [short(at, zone), short(at, 'UTC')]
  const clock = (p: Parts) => `${p.hour}:${p.minute}:${p.second}`
  const there = utc.day === here.day ? clock(utc) : `${utc.day} ${utc.month}, ${clock(utc)}`
  return `${here.day} ${here.month} ${here.year}, ${clock(here)} ${here.timeZoneName} (${there} UTC)`
}
