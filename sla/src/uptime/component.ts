import type { StateInterval } from './timeline.ts'

/**
 * SLA §1 (row 2): what a component's measured state means for the agreement. Only a critical component can be down; a
 * failing one that is not critical is degraded, is shown as such, and costs no uptime.
 */
export function countsAs(critical: boolean, state: StateInterval['state']): StateInterval['state'] {
  return state === 'down' && !critical ? 'degraded' : state
}
