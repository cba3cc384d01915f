import type { MonitorState, Transition } from '@tractops/sla'
import { type AgentChange, decide, type Sides, type Standing, sidesAfter } from './quorum.ts'

export type Replayed = { at: Temporal.Instant; state: Transition['state']; reason: string | null }

/**
 * SLA §1 (row 6): what several agents say together of a stretch that has passed, from the changes that each of them saw, in
 * order of time and not of delivery. `present` is what stood before the stretch, null for nothing. Answers the changes within
 * [startMs, endMs), the first one at its start unless nothing changes there. Nobody to say anything is unmeasured.
 */
export function replay(
  present: MonitorState | null,
  agents: readonly (readonly AgentChange[])[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Replayed[] {
  const now: (Sides | null)[] = agents.map((changes) =>
    changes.filter((c) => c.atMs <= startMs).reduce(sidesAfter, null),
  )
  const lost = new Map<number, { sides: Sides; lastMs: number }>()
  const found: Replayed[] = []
  let standing: Standing = { state: present, sinceMs: startMs }
  const tell = (state: Transition['state'], atMs: number, reason: string | null) => {
    found.push({ at: Temporal.Instant.fromEpochMilliseconds(atMs), state, reason })
    standing = { state: state === 'unmeasured' ? null : state, sinceMs: atMs }
  }
  const ask = (atMs: number) => {
    const counting = now.flatMap((sides) => (sides === null ? [] : [{ sides, lastMs: atMs, counts: true }]))
    if (counting.length === 0) {
      if (standing.state !== null || found.length === 0) tell('unmeasured', atMs, null)
      return
    }
    const gone = [...lost.values()].map((voter) => ({ ...voter, counts: false }))
    for (const { state, atMs: sinceMs, reason } of decide(standing, [...counting, ...gone]))
      tell(state, sinceMs, reason)
  }
  ask(startMs)
  const events = agents
    .flatMap((changes, agent) => changes.map((change) => ({ agent, change })))
    .filter(({ change }) => change.atMs > startMs && change.atMs < endMs)
    .sort((a, b) => a.change.atMs - b.change.atMs)
  for (const [i, { agent, change }] of events.entries()) {
    const before = now[agent] ?? null
    now[agent] = sidesAfter(before, change)
    if (now[agent] !== null) lost.delete(agent)
    else if (before !== null) lost.set(agent, { sides: before, lastMs: change.atMs })
    if (events[i + 1]?.change.atMs !== change.atMs) ask(change.atMs)
  }
  return found
}
