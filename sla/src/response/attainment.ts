import { formatPercent, PERCENT_SCALE } from '../policy/percent.ts'
import type { FirstResponse } from './clock.ts'

/** How many first responses were in time. `percent` has four decimals, truncated; null where none has been decided. */
export type Attainment = { met: number; breached: number; waiting: number; percent: string | null }

/**
 * SLA §2 (row 35): attainment of the first-response targets. It is published; a missed response brings no credit, so
 * nothing here leads to one.
 */
export function attainment(responses: readonly Pick<FirstResponse, 'state'>[]): Attainment {
  const count = (state: FirstResponse['state']) =>
    responses.filter((response) => response.state === state).length
  const [met, breached, waiting] = [count('met'), count('breached'), count('waiting')]
  const decided = met + breached
  const percent = decided === 0 ? null : formatPercent(Math.floor((met * 100 * PERCENT_SCALE) / decided))
  return { met, breached, waiting, percent }
}
