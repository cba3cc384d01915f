import { ANYTHING, type Platform } from '@tractops/platform'
import { onMeasured } from '../../monitoring/index.ts'

/**
 * Whose changes are told on the pages. Tickets are shown as a count of answers in time, which may be as old as the pages become without
 * a change (5 s): making them anew for each ticket would cost the more the more the desk has to do.
 */
const SHOWN: readonly string[] = ['measured', 'monitoring', 'incidents', 'maintenance', 'vendors', ANYTHING]

/** Calls `listener` when any process has committed something that the public pages tell, until the returned function is called. */
export function changesOf({ events }: Pick<Platform, 'events'>, listener: () => void): () => void {
  const forget = [
    onMeasured(({ changes }) => changes.length > 0 && listener()),
    events.on((topic) => SHOWN.includes(topic) && listener()),
  ]
  return () => {
    for (const one of forget) one()
  }
}
