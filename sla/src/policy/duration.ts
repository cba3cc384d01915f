/** How much time a policy text names, and in which hours it is counted. `ms` of a business day comes from row 31. */
export type Duration =
  | { counted: 'elapsed'; ms: number }
  | { counted: 'business'; ms: number }
  | { counted: 'business_days'; days: number }

const UNIT_MS: Record<string, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** The form that policy durations are written in: a whole number and a unit in words. */
export const DURATION_PATTERN = '^([1-9][0-9]{0,5}) (business )?(second|minute|hour|day)s?$'

/** Reads "4 business hours", "30 days", "20 seconds"; `null` when the text is not of {@link DURATION_PATTERN}. */
export function readDuration(text: string): Duration | null {
  const match = new RegExp(DURATION_PATTERN).exec(text)
  if (match === null) return null
  const [, count, business, unit] = match
  if (business === undefined) return { counted: 'elapsed', ms: Number(count) * UNIT_MS[unit!]! }
  if (unit === 'day') return { counted: 'business_days', days: Number(count) }
  return { counted: 'business', ms: Number(count) * UNIT_MS[unit!]! }
}
