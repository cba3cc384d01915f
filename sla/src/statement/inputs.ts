import type { MonthInput } from '../input.ts'
import { formatInstant, parseInstant } from '../time/instant.ts'

const INSTANTS: ReadonlySet<string> = new Set(['start', 'end', 'publishedAt', 'emailedAt', 'receivedAt'])

/**
 * The inputs of a month as a statement carries them: the same fields in the same order, with every instant in UTC, so that
 * the same facts written with other offsets give the same hash. The input must have been read before.
 */
export function inputsOf(input: MonthInput): MonthInput {
  const { down, unmeasured, maintenance, vendorOutages, forceMajeure, claims, now } = input
  return {
    month: input.month,
    down: down.map(inUtc),
    ...(unmeasured && { unmeasured: unmeasured.map(inUtc) }),
    ...(maintenance && { maintenance: maintenance.map(inUtc) }),
    ...(vendorOutages && { vendorOutages: vendorOutages.map(inUtc) }),
    ...(forceMajeure && { forceMajeure: forceMajeure.map(inUtc) }),
    subscriptions: input.subscriptions,
    ...(claims && { claims: claims.map(inUtc) }),
    ...(now !== undefined && { now: formatInstant(parseInstant(now)) }),
  }
}

function inUtc<T extends object>(entry: T): T {
  const fields = Object.entries(entry).map(([key, value]) => [
    key,
    INSTANTS.has(key) && typeof value === 'string' ? formatInstant(parseInstant(value)) : value,
  ])
  return Object.fromEntries(fields) as T
}
