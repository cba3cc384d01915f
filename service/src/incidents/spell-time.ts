const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: Temporal.Instant, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(
    format.formatToParts(at.epochMilliseconds).map(({ type, value }) => [type, value]),
  )
}

/** An instant in a text for everybody: the contract's time and UTC, such as "1 Nov 2026, 01:30:20 PDT (08:30:20 UTC)". */
export function spellTime(at: Temporal.Instant, zone: string): string {
  const [here, utc] = [parts(at, zone), parts(at, 'UTC')]
  const clock = (p: Record<string, string>) => `${p.hour}:${p.minute}:${p.second}`
  const there = utc.day === here.day ? clock(utc) : `${utc.day} ${utc.month}, ${clock(utc)}`
  return `${here.day} ${here.month} ${here.year}, ${clock(here)} ${here.timeZoneName} (${there} UTC)`
}
