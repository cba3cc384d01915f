import type { Platform } from '@tractops/platform'
import { onMeasured } from '../../monitoring/index.ts'

/** Calls `listener` when any process has committed something that the public pages show, until the returned function is called. */
export function changesOf({ events }: Pick<Platform, 'events'>, listener: () => void): () => void {
  const forget = [
    onMeasured(({ changes }) => changes.length > 0 && listener()),
    events.on((topic) => topic !== 'desk-presence' && listener()),
  ]
  return () => {
    for (const one of forget) one()
  }
}
