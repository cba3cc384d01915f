const name = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "Nov 2026" of a calendar month, 2026-11. */
export const monthName = (month: string): string => name.format(new Date(`${month}-15T00:00:00Z`))
