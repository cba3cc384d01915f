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

/** "Monday 23 November 2026, 18:00 PST" */
export function spellInstant(at: Temporal.Instant, zone: string): string {
  const p = parts(at, zone)
  return `${p.weekday} ${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute} ${p.timeZoneName}`
}

/** Until when somebody is answered, in the reader's zone and in the contract's, each once; without a reader's zone, in the contract's and in UTC. */
export function spellForReader(
  at: Temporal.Instant,
  zones: { reader: string | null; contract: string },
): [name: string, value: string][] {
  const named = 'Answer by'
  const contract = spellInstant(at, zones.contract)
  if (zones.reader === zones.contract) return [[named, contract]]
  return zones.reader === null
    ? [
        [named, contract],
        ['In UTC', spellInstant(at, 'UTC')],
      ]
    : [
        [named, spellInstant(at, zones.reader)],
        ['In Pacific', contract],
      ]
}
