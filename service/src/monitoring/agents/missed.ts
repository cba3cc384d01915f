import type { MonitorState } from '@tractops/sla'
import { lastLook, type Seen } from './earlier-date.ts'
import { type Replayed, replay } from './replay.ts'

/** A state that was told, over [startMs, endMs). */
export type ToldSpan = { state: MonitorState; startMs: number; endMs: number }

/**
 * SLA §1 (row 3): what the agents together saw within a span of which something else was told, as those who had seen it were cut off
 * and nobody looked whose results arrived: pairs of a change and the change back. Where any sighted agent's check says what
 * was told, that stands.
 */
export function missed(told: ToldSpan, agents: readonly Seen[]): Replayed[] {
  const { state, startMs, endMs } = told
  const found = replay(
    { state, sinceMs: startMs },
    agents.map(({ changes }) => changes),
    { startMs, endMs },
  )
  const inside = found.filter(({ at }) => at.epochMilliseconds > startMs && at.epochMilliseconds < endMs)
  return inside.flatMap((one, i) => {
    const back = inside[i + 1]
    if (one.state === state || one.state === 'unmeasured' || back?.state !== state) return []
    const [fromMs, toMs] = [one.at.epochMilliseconds, back.at.epochMilliseconds]
    return agents.some((seen) => saysSo(seen, { state, startMs: fromMs, endMs: toMs })) ? [] : [one, back]
  })
}

/** Whether one of an agent's checks of a stretch showed this state. */
function saysSo({ changes, lastMs }: Seen, { state, startMs, endMs }: ToldSpan): boolean {
  return changes.some((change, i) => {
    if (change.state !== state || change.atMs >= endMs) return false
    return (lastLook(changes[i + 1], lastMs) ?? change.atMs) >= startMs
  })
}
