import type { MaintenanceState } from '../../api/maintenance.ts'

/** The shapes of our states: outlined is not known to anybody, striped is maintenance, tall and filled is what counts as down. */
const MARKS: Record<MaintenanceState, [mark: string, word: string]> = {
  draft: ['unmeasured', 'planned'],
  scheduled: ['maintenance', 'scheduled'],
  in_progress: ['maintenance', 'under way'],
  overrun: ['down', 'overrun'],
  completed: ['up', 'completed'],
  cancelled: ['unmeasured', 'called off'],
}

/** How far a maintenance is, by shape, colour and word; an overrun in the colour of an alarm. */
export function MaintenanceMark({ state }: { state: MaintenanceState }) {
  const [mark, word] = MARKS[state]
  return (
    <span className={state === 'overrun' ? 'alarm' : undefined}>
      <span className={`mark ${mark}`} aria-hidden="true" />
      {word}
    </span>
  )
}
