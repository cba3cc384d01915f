import { AppError } from '@tractops/platform'
import { parseInstant, SlaError } from '@tractops/sla'

const DAY_HOURS = 24
const LONGEST_HOURS = 400 * DAY_HOURS

/**
 * The stretch of time that a query names: `to` is now where it is left out, `from` a day before `to`.
 *
 * @throws AppError `instant_invalid`, `window_reversed`, `window_too_long` (400)
 */
export function windowOf(
  query: { from?: string | undefined; to?: string | undefined },
  now: Temporal.Instant,
) {
  const read = (name: 'from' | 'to', text: string) => {
    try {
      return parseInstant(text, name)
    } catch (error) {
      if (!(error instanceof SlaError)) throw error
      throw new AppError(error.code, 400, error.message, { path: `query.${name}`, cause: error })
    }
  }
  const to = query.to === undefined ? now : read('to', query.to)
  const from = query.from === undefined ? to.subtract({ hours: DAY_HOURS }) : read('from', query.from)
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'query.from' })
  const lengthMs = to.epochMilliseconds - from.epochMilliseconds
  if (lengthMs <= 0) throw refuse('window_reversed', '`from` must be before `to`.')
  if (lengthMs > LONGEST_HOURS * 3_600_000)
    throw refuse('window_too_long', 'A window holds 400 days at most; ask for less at a time.')
  return { from, to }
}
