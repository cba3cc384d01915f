const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A date of the contract, which has no time and no zone to be moved by. */
export function Day({ date }: { date: string }) {
  return <time dateTime={date}>{day.format(new Date(date))}</time>
}
