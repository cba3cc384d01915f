import { AppError } from '@tractops/platform'
import type { Interval } from '@tractops/sla'

const LONGEST_MS = 7 * 86_400_000

/** Refuses a time that cannot be one of maintenance. @throws AppError `interval_reversed`, `interval_too_long`. */
export function checkInterval({ start, end }: Interval, where = 'json'): void {
  const lengthMs = end.epochMilliseconds - start.epochMilliseconds
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: `${where}.end` })
  if (lengthMs <= 0) throw refuse('interval_reversed', 'The end must be after the start.')
  if (lengthMs > LONGEST_MS)
    throw refuse('interval_too_long', 'A maintenance lasts 7 days at most; plan several.')
}
