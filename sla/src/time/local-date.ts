import { SlaError } from '../error.ts'
import { civilDate, DAY_MS, dayNumber, daysInMonth, END_MS, FIRST_MS } from './civil.ts'

/** The days that four digits of year can write. */
const LAST_DAY = END_MS / DAY_MS - 1
const FIRST_DAY = FIRST_MS / DAY_MS

/** The day number of a real date `YYYY-MM-DD`. Throws SlaError `date_invalid`. */
export function parseDate(date: string, path = ''): number {
  const match = typeof date === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) : null
  const [year, month, day] = match ? match.slice(1).map(Number) : []
  if (month! >= 1 && month! <= 12 && day! >= 1 && day! <= daysInMonth(year!, month!))
    return dayNumber(year!, month!, day!)
  throw new SlaError(
    'date_invalid',
    `${JSON.stringify(date)} is not a date; write one such as 2026-12-25.`,
    path,
  )
}

/** Writes a day number as `YYYY-MM-DD`. Throws SlaError `out_of_range` outside the years 0000 to 9999. */
export function formatDate(day: number): string {
  if (!(day >= FIRST_DAY && day <= LAST_DAY))
    throw new SlaError('out_of_range', 'The date falls outside the years 0000 to 9999; choose a nearer one.')
  const date = civilDate(day)
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`
}

/** The date that many days later, or earlier where `days` is negative. Throws `date_invalid`, `out_of_range`. */
export function addDays(date: string, days: number): string {
  if (!Number.isSafeInteger(days)) throw new SlaError('days_invalid', 'Days are a whole number.', 'days')
  return formatDate(parseDate(date, 'date') + days)
}

const pad = (value: number, width: number) => String(value).padStart(width, '0')
