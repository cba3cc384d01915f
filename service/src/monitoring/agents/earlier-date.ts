import type { MonitorState } from '@tractops/sla'
import type { AgentChange } from './quorum.ts'

/** A change that was told: from what and since when, to what and when. Instants in epoch ms. */
export type ToldChange = { from: MonitorState; fromMs: number; state: MonitorState; atMs: number }

/** What an agent saw, as far as it is known now, and its last check that showed the last of it. */
export type Seen = { changes: readonly AgentChange[]; lastMs: number | null }

/**
 * SLA §1 (row 3): the earlier date of a change that was told, where what agents delivered since shows that one of them had seen it
 * first. It is the first check that showed it after the last one of anybody that spoke against it: so it lies in a silence, and what
 * an agent that was outvoted says against it is heard too. Null: the date stands.
 */
export function earlierDate(
  told: ToldChange,
  agents: readonly Seen[],
): { atMs: number; reason: string | null } | null {
  const isWorse = RANK[told.state] > RANK[told.from]
  const agrees = (state: MonitorState) =>
    isWorse ? RANK[state] >= RANK[told.state] : RANK[state] <= RANK[told.state]
  let againstMs = told.fromMs
  const first: AgentChange[] = []
  for (const { changes, lastMs } of agents) {
    let agreed = false
    for (const [i, change] of changes.entries()) {
      if (change.atMs >= told.atMs) break
      if (change.state === 'unmeasured') continue
      if (!agrees(change.state)) {
        againstMs = Math.max(againstMs, lastLook(changes[i + 1], lastMs) ?? told.atMs)
        agreed = false
      } else if (!agreed) {
        againstMs = Math.max(againstMs, change.beforeMs ?? againstMs)
        first.push(change)
        agreed = true
      }
    }
  }
  const [found] = first.filter(({ atMs }) => atMs > againstMs).sort((a, b) => a.atMs - b.atMs)
  return found === undefined ? null : { atMs: found.atMs, reason: found.reason }
}

/** The last check that showed what an agent saw until its next change. */
export function lastLook(next: AgentChange | undefined, lastMs: number | null): number | null {
  if (next === undefined) return lastMs
  return next.state === 'unmeasured' ? next.atMs : next.beforeMs
}

const RANK: Record<MonitorState, number> = { up: 0, degraded: 1, down: 2 }
