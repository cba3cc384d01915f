export type State = 'up' | 'degraded' | 'down' | 'unmeasured' | 'maintenance'

const WORDS: Record<State, string> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  unmeasured: 'not measured',
  maintenance: 'in maintenance',
}

/** A state by shape, colour and word: solid up, hatched degraded, tall and filled down, outlined unmeasured, striped maintenance. */
export function StateMark({ state }: { state: State }) {
  return (
    <span>
      <span className={`mark ${state}`} aria-hidden="true" />
      {WORDS[state]}
    </span>
  )
}
