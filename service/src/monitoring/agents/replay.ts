import type { Transition } from '@tractops/sla'
import { type AgentChange, decide, type Sides, type Standing, sidesAfter } from './quorum.ts'

export type Replayed = { at: Temporal.Instant; state: Transition['state']; reason: string | null }

/**
 * SLA §1 (row 6): what several agents say together of a stretch that has passed, from the changes that each of them saw, in
 * order of time and not of delivery. `present` is what stood before the stretch: a change that becomes known within it may be
 * dated back before `startMs`, not before `present.sinceMs`. Answers the changes before `endMs`, the first one at the start
 * unless nothing changes there. Nobody to say anything is unmeasured.
 */
export function replay(
  present: Standing,
  agents: readonly (readonly AgentChange[])[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Replayed[] {
  const now = new Map<number, Sides>()
  const lost = new Map<number, { sides: Sides; lastMs: number }>()
  const found: Replayed[] = []
  let standing = present
  const tell = (state: Transition['state'], atMs: number, reason: string | null) => {
    found.push({ at: Temporal.Instant.fromEpochMilliseconds(atMs), state, reason })
    standing = { state: state === 'unmeasured' ? null : state, sinceMs: atMs }
  }
  // Who is seen to have changed at its next look says nothing of the time since its last one: that look is waited for.
  const isOpen = (atMs: number) =>
    standing.state !== null &&
    agents.some((changes, agent) => {
      const next = now.has(agent) && changes.find((change) => change.atMs > atMs)
      return next && next.beforeMs !== null && next.beforeMs < atMs
    })
  const ask = (atMs: number) => {
    const counting = [...now.values()].map((sides) => ({ sides, lastMs: atMs, counts: true }))
    if (counting.length === 0) {
      if (standing.state !== null || found.length === 0) tell('unmeasured', atMs, null)
      return
    }
    const gone = [...lost.values()].map((voter) => ({ ...voter, counts: false }))
    for (const { state, atMs: sinceMs, reason } of decide(standing, [...counting, ...gone]))
      tell(state, sinceMs, reason)
  }
  const take = ({ agent, change }: { agent: number; change: AgentChange }) => {
    const before = now.get(agent)
    const after = sidesAfter(before ?? null, change)
    if (after !== null) {
      now.set(agent, after)
      lost.delete(agent)
    } else if (before !== undefined) {
      now.delete(agent)
      lost.set(agent, { sides: before, lastMs: change.atMs })
    }
  }
  const events = agents
    .flatMap((changes, agent) => changes.map((change) => ({ agent, change })))
    .sort((a, b) => a.change.atMs - b.change.atMs)
  for (const event of events.filter(({ change }) => change.atMs <= startMs)) take(event)
  if (!isOpen(startMs)) ask(startMs)
  const within = events.filter(({ change }) => change.atMs > startMs && change.atMs < endMs)
  for (const [i, event] of within.entries()) {
    take(event)
    const { atMs } = event.change
    if (within[i + 1]?.change.atMs === atMs) continue
    const isSilence = within.every(({ change }) => change.atMs !== atMs || change.state === 'unmeasured')
    if (!isSilence || !isOpen(atMs)) ask(atMs)
  }
  return found
}
