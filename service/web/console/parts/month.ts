const pacific = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  hourCycle: 'h23',
})

function partsAt(ms: number) {
  const found = Object.fromEntries(pacific.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  return found as { year: number; month: number; day: number; hour: number }
}

/** The first instant of a Pacific month; its midnight is at 7 or 8 UTC. */
function startOf(year: number, month: number): number {
  const at = Date.UTC(year, month - 1, 1, 8)
  return partsAt(at).hour === 0 ? at : Date.UTC(year, month - 1, 1, 7)
}

/** The real length of the Pacific calendar month that an instant lies in, in ms, clock changes included. (row 1) */
export function monthLengthMs(atMs: number): number {
  const { year, month } = partsAt(atMs)
  return startOf(year, month + 1) - startOf(year, month)
}
