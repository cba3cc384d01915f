import { announce, audit, type Ctx } from '@tractops/platform'
import { amendTold } from '../agents/amend-told.ts'
import { fillGaps } from '../agents/fill-gaps.ts'
import { BUILT_IN, observedTransition } from '../agents/tables.ts'
import { dayOf, isKept } from '../keep/days.ts'
import { ensureDays } from '../keep/ensure-days.ts'
import { addLatencies } from '../latency/add-latencies.ts'
import { transition } from '../tables.ts'
import { type Held, holdMonitors, keepMemories, nameOf } from './hold-monitors.ts'
import { insertRaw, type Kept } from './insert-raw.ts'
import type { Change, MonitorResult } from './results.ts'
import { newMemory, takeResult } from './take-result.ts'
import { takeTogether } from './take-together.ts'

/** The topic under which the agents of a monitor are asked to look again at once. */
export const RECHECK = 'recheck'

const MAX_EPOCH_MS = 8.64e15

type Told = Change & { monitorId: number }

/**
 * Commits the results of one agent, in order for each monitor: the raw rows, what the agent says, what the agents say
 * together, the transitions that follow, and their audit entry, all or none. Results that are known already, or of monitors
 * that are gone, are passed over, so the same batch may be handed in again after a crash. A result from before the 90 days,
 * or of more than two days ahead, is measured like any other and leaves no raw row.
 *
 * Results that come later than a silence (row 6) take no part in what is told as it happens: they fill what nobody measured,
 * and amend what was told while nobody looked.
 */
export async function recordResults(
  ctx: Ctx,
  results: readonly MonitorResult[],
  agentId: number = BUILT_IN,
): Promise<Change[]> {
  const { monitors, severalAgents } = await holdMonitors(ctx, results)
  const kept: Kept[] = []
  const observed: (typeof observedTransition.$inferInsert)[] = []
  const told: Told[] = []
  const gaps = new Map<Held, { startMs: number; endMs: number }>()
  const seenEarlier = new Map<Held, number>()
  const look = (held: Held, startMs: number, endMs: number) => {
    const known = gaps.get(held) ?? { startMs, endMs }
    gaps.set(held, {
      startMs: Math.min(startMs, known.startMs),
      endMs: Math.max(endMs, known.endMs),
    })
  }
  for (const result of results) {
    const held = monitors.get(nameOf(result))
    if (held === undefined || !isInstant(result.atMs)) continue
    const { atMs } = result
    const memory = held.observers.get(agentId) ?? newMemory()
    if (result.blind) {
      if (atMs <= Math.max(memory.blindAtMs ?? 0, memory.track.lastAtMs ?? 0)) continue
      held.observers.set(agentId, { ...memory, blindAtMs: atMs })
      held.changed.add(agentId)
      kept.push({ monitorId: held.id, agentId, result })
      continue
    }
    const taken = takeResult(memory, result, held.everyMs)
    if (taken === null) continue
    held.observers.set(agentId, taken.memory)
    held.changed.add(agentId)
    kept.push({ monitorId: held.id, agentId, result })
    for (const { atMs, beforeMs, state, reason } of taken.changes) {
      const before = beforeMs === null ? null : instant(beforeMs)
      observed.push({ monitorId: held.id, agentId, at: instant(atMs), before, state, reason })
    }
    const lastMs = memory.track.lastAtMs ?? atMs
    const others = [...held.observers.keys()].some((id) => id !== agentId)
    const late = others && ctx.now.epochMilliseconds - atMs > 2 * held.everyMs
    const { changedMs = lastMs, confirmed, measuredMs } = held.track
    if (!late) {
      const { component, monitor } = result
      for (const t of takeTogether(held, atMs)) told.push({ component, monitor, monitorId: held.id, ...t })
    }
    const [seen] = taken.changes
    if (others && seen !== undefined && (late || seen.atMs < (held.track.changedMs ?? 0)))
      seenEarlier.set(held, Math.min(seen.atMs, seenEarlier.get(held) ?? seen.atMs))
    if (severalAgents && taken.began && disagrees(held, agentId)) held.recheckAt = ctx.now
    const closed = confirmed === null && held.track.confirmed !== null
    if (others && closed) look(held, Math.min(changedMs, lastMs) - 1, atMs)
    else if (others && late) look(held, lastMs, atMs)
    // What the end of a gap left open is open until nobody counts any more who has not looked since.
    else if (others && measuredMs !== undefined && lastMs < measuredMs + 4 * held.everyMs)
      look(held, Math.min(lastMs, measuredMs), atMs)
  }
  if (kept.length === 0) return []
  await keepRaw(ctx, kept)
  const changed = [...monitors.values()].filter((held) => held.changed.size > 0)
  await keepMemories(ctx, changed)
  if (observed.length > 0) await ctx.tx.insert(observedTransition).values(observed)
  if (told.length > 0) {
    await ctx.tx
      .insert(transition)
      .values(told.map(({ monitorId, at, state, reason }) => ({ monitorId, at, state, reason })))
  }
  const changes: Change[] = told.map(({ monitorId: _, ...change }) => change)
  for (const [held, window] of gaps) changes.push(...(await fillGaps(ctx, held, window)))
  for (const [held, seenMs] of seenEarlier) changes.push(...(await amendTold(ctx, held, seenMs)))
  if (changed.some((held) => held.recheckAt === ctx.now)) await announce(ctx, RECHECK)
  if (changes.length > 0) {
    const detail = changes.map(({ at, was, ...change }) => {
      return { ...change, at: at.toString(), ...(was === undefined ? {} : { was: was.toString() }) }
    })
    await announce(ctx, 'measured')
    await audit(ctx, { action: 'monitoring.transitions', subject: 'monitoring', detail })
  }
  return changes
}

async function keepRaw(ctx: Ctx, kept: readonly Kept[]): Promise<void> {
  const recent = kept.filter(({ result }) => isKept(result.atMs, ctx.now))
  await ensureDays(
    ctx,
    recent.map(({ result }) => dayOf(result.atMs)),
  )
  await insertRaw(ctx, recent)
  const sighted = recent.filter(({ result }) => !result.blind)
  await addLatencies(
    ctx,
    sighted.map(({ monitorId, result }) => ({ ...result, monitorId })),
  )
}

/** What a damaged journal may hold is no reason to stop. */
const isInstant = (ms: number) => Number.isSafeInteger(ms) && Math.abs(ms) <= MAX_EPOCH_MS

/** Whether an agent sees something else than what stands, so that the others should look. */
function disagrees(held: Held, agentId: number): boolean {
  const { track } = held.observers.get(agentId)!
  const state = track.pending?.state ?? track.confirmed?.state
  return state !== held.track.confirmed?.state
}

function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
