import { SlaError } from '../error.ts'
import { DAY_MS, dayNumber, daysInMonth, END_MS, FIRST_MS, HOUR_MS, MINUTE_MS } from './civil.ts'
import { Temporal } from './temporal.ts'

const EXAMPLE = 'such as 2026-11-23T15:00:00-08:00 or 2026-11-23T23:00:00Z'

/**
 * Reads an RFC 3339 instant: years 0000 to 9999, an offset or `Z`, upper or lower case, at most milliseconds (further
 * digits must be zero). Throws SlaError `instant_too_fine` for finer ones and `instant_invalid` for all else.
 */
export function parseInstant(text: string, path = ''): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(parseEpochMs(text, path))
}

/** As `parseInstant`, in epoch ms. */
export function parseEpochMs(text: string, path = ''): number {
  if (typeof text !== 'string') throw invalid('An instant is a text', path)
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  if (
    (year | month | day | hour | minute | second) < 0 ||
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    (text.charCodeAt(10) | 32) !== 116 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  )
    throw invalid(`"${clip(text)}" is not an RFC 3339 instant`, path)
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    throw invalid(`"${clip(text)}" names a day that is not in the calendar`, path)
  if (second === 60)
    throw invalid(`"${clip(text)}" is a leap second, which has no place here; write second 59`, path)
  if (hour > 23 || minute > 59 || second > 59)
    throw invalid(`"${clip(text)}" names a time of day past 23:59:59`, path)

  const { millis, at } = fraction(text, path)
  const epochMs =
    dayNumber(year, month, day) * DAY_MS +
    hour * HOUR_MS +
    minute * MINUTE_MS +
    second * 1000 +
    millis -
    offset(text, at, path)
  if (epochMs < FIRST_MS || epochMs >= END_MS)
    throw invalid(`"${clip(text)}" falls outside the years 0000 to 9999 in UTC`, path)
  return epochMs
}

/** Writes an instant in RFC 3339, in UTC with `Z`; decimals only where they are not zero. */
export function formatInstant(instant: Temporal.Instant): string {
  return instant.toString()
}

function fraction(text: string, path: string): { millis: number; at: number } {
  if (text.charCodeAt(19) !== 46) return { millis: 0, at: 19 }
  let millis = 0
  let at = 20
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) break
    if (at < 23) millis += digit * (at === 20 ? 100 : at === 21 ? 10 : 1)
    else if (digit !== 0)
      throw new SlaError(
        'instant_too_fine',
        `"${clip(text)}" is finer than a millisecond; write at most three decimals of a second.`,
        path,
      )
  }
  if (at === 20) throw invalid(`"${clip(text)}" has a decimal point with no digits after it`, path)
  return { millis, at }
}

function offset(text: string, at: number, path: string): number {
  const sign = text.charCodeAt(at)
  if ((sign | 32) === 122 && text.length === at + 1) return 0
  if (text.length === at) throw invalid(`"${clip(text)}" lacks an offset`, path)
  const hours = digits(text, at + 1, 2)
  const minutes = digits(text, at + 4, 2)
  if (
    (sign !== 43 && sign !== 45) ||
    text.charCodeAt(at + 3) !== 58 ||
    text.length !== at + 6 ||
    hours < 0 ||
    hours > 23 ||
    minutes < 0 ||
    minutes > 59
  )
    throw invalid(`"${clip(text)}" does not end in an offset`, path)
  const magnitude = hours * HOUR_MS + minutes * MINUTE_MS
  return sign === 43 ? magnitude : -magnitude
}

/** The number that `count` ASCII digits at `from` make, or -1. */
function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

const clip = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const invalid = (what: string, path: string) =>
  new SlaError('instant_invalid', `${what}; write RFC 3339 with an offset or Z, ${EXAMPLE}.`, path)
