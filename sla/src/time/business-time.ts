import { SlaError } from '../error.ts'
import type { BusinessCalendar } from './business-calendar.ts'
import { instantWithin, within } from './range.ts'

/**
 * SLA §2: the open time between two instants, in ms. Hours are half open, [09:00, 18:00) (row 29); a stretch over a
 * change of clocks counts what really elapses (row 36). A calendar that never opens has 0. Throws SlaError
 * `interval_reversed` where `to` is before `from`, and `out_of_range` outside the years 0000 to 9999.
 */
export function businessMsBetween(
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  const fromMs = within(from.epochMilliseconds, 'from')
  const toMs = within(to.epochMilliseconds, 'to')
  if (toMs < fromMs)
    throw new SlaError('interval_reversed', '"to" is before "from"; swap the two instants.', 'to')
  return calendar.openMs(fromMs, toMs)
}

/**
 * SLA §2: the instant at which `ms` of open time have passed since `from`: a P2 is due 4 business hours after it came,
 * a P3 after 9 and a P4 after 45 (row 31). Out of hours the count begins at the next opening (row 29); one that is
 * full at a closing ends at that closing (row 30); 0 ms out of hours, or at a closing, is the next opening.
 *
 * Throws SlaError `ms_invalid` for a negative, fractional or unsafe `ms`, `calendar_never_opens`, and `out_of_range`
 * outside the years 0000 to 9999.
 */
export function addBusinessMs(
  calendar: BusinessCalendar,
  from: Temporal.Instant,
  ms: number,
): Temporal.Instant {
  const fromMs = within(from.epochMilliseconds, 'from')
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new SlaError(
      'ms_invalid',
      'Business time to add is a whole number of milliseconds, 0 or more.',
      'ms',
    )
  if (calendar.weeklyMs === 0)
    throw new SlaError(
      'calendar_never_opens',
      'The calendar never opens, so no time can be added; give it hours on at least one weekday.',
      'calendar',
    )
  return instantWithin(calendar.endOf(fromMs, ms), 'ms')
}
