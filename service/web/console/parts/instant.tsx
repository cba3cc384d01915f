const CONTRACT = 'America/Los_Angeles'
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

const inReadersZone = new Intl.DateTimeFormat('en-GB', { ...day, ...clock })
const withYear = new Intl.DateTimeFormat('en-GB', { ...day, ...clock, year: 'numeric' })
const pacificTime = new Intl.DateTimeFormat('en-GB', { ...clock, timeZone: CONTRACT })
const pacificFull = new Intl.DateTimeFormat('en-GB', { ...day, ...clock, timeZone: CONTRACT })
const dayHere = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' })
const dayThere = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone: CONTRACT })
const isPacific = new Intl.DateTimeFormat().resolvedOptions().timeZone === CONTRACT

/** An instant in the reader's zone with the contract's (Pacific) beside it; the whole of it, in UTC, for who looks closer. */
export function Instant({ at }: { at: string }) {
  const date = new Date(at)
  const old = Math.abs(date.getTime() - performance.timeOrigin) > 300 * 86_400_000
  const here = (old ? withYear : inReadersZone).format(date)
  const sameDay = dayHere.format(date) === dayThere.format(date)
  return (
    <time dateTime={at} title={at}>
      {here}
      {isPacific ? null : (
        <span className="soft"> ({(sameDay ? pacificTime : pacificFull).format(date)} Pacific)</span>
      )}
    </time>
  )
}
