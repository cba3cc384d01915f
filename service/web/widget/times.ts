const format = (at: string, zone: string | undefined, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options }).format(new Date(at))

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const
const DAY = { day: 'numeric', month: 'long' } as const

/** The reader's IANA zone. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** "Tuesday 10:00", or "today 17:30": what is shown largest. */
export function bigTime(at: string): string {
  const isToday = format(at, undefined, DAY) === format(new Date().toISOString(), undefined, DAY)
  return `${isToday ? 'today' : format(at, undefined, { weekday: 'long' })} ${format(at, undefined, CLOCK)}`
}

/** "24 November in your time, 10:00 PST": the day, and the contract's time where it is another. */
export function bothTimes(at: string, zone: string): string {
  const named = (name: string | undefined) => format(at, name, { ...DAY, ...CLOCK })
  const day = format(at, undefined, DAY)
  // The names of American zones are words only to American English.
  const short = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')!.value
  const clock = format(at, zone, CLOCK)
  const there = format(at, zone, DAY)
  if (named(undefined) === named(zone)) return `${day}, ${clock} ${short}`
  return `${day} in your time, ${there === day ? '' : `${there}, `}${clock} ${short}`
}

/** "24 Nov, 19:00" */
export const shortTime = (at: string): string =>
  format(at, undefined, { day: 'numeric', month: 'short', ...CLOCK })

/** "3 h 12 min" */
export function lengthText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const parts = [
    [Math.floor(minutes / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}\u00a0${unit}`)
  return said.join(' ') || '0\u00a0min'
}

/** "in 3 h 12 min of business time" */
export const inTime = ({ ms, business }: { ms: number; business: boolean }): string =>
  `in ${lengthText(ms)}${business ? ' of business time' : ''}`

/** "1.4 MB" */
export const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
