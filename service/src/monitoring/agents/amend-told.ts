import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { Held } from '../record/hold-monitors.ts'
import type { Change } from '../record/results.ts'
import { lastShown } from '../record/take-result.ts'
import { monitor, transition } from '../tables.ts'
import { earlierDate, type Seen } from './earlier-date.ts'
import { isAsItHappened, transitionsAround } from './fill-gaps.ts'
import { missed } from './missed.ts'
import { observedOf } from './observed.ts'

type Row = typeof transition.$inferSelect
type Moved = Pick<Row, 'at' | 'reason'>

/**
 * SLA §1 (row 3): amends what was told as it happened from `seenMs` on, now that an agent delivers what it saw then. Where it turns
 * out to have seen a change first, that moves to its date, and the date that was told is kept, superseded; what nobody could tell
 * is put in. What a sighted agent's check says stays as it was told. Answers what changed.
 */
export async function amendTold(ctx: Ctx, held: Held, seenMs: number): Promise<Change[]> {
  const rows = await transitionsAround(ctx, held.id, seenMs)
  const changes: Change[] = []
  let before: Row | null = null
  let isAfterGap = true
  for (const row of rows) {
    const isStanding = row.supersededAt === null
    if (isStanding && before !== null) {
      // After a gap a change is found by filling it, and dated then.
      const moved: Change | null = row.late || isAfterGap ? null : await move(ctx, held, before, row, seenMs)
      if (moved !== null) changes.push(moved)
      const at: Temporal.Instant = moved?.at ?? row.at
      changes.push(...(await putIn(ctx, held, before, at.epochMilliseconds, seenMs)))
      before = { ...row, at }
    } else if (isStanding) before = row
    if (isAsItHappened(row)) isAfterGap = row.state === 'unmeasured'
  }
  const { lastAtMs } = held.track
  if (before !== null && lastAtMs !== null)
    changes.push(...(await putIn(ctx, held, before, lastAtMs + 1, seenMs)))
  return changes
}

/** Moves the date of a change that was told after `seenMs`, where somebody saw it before. */
async function move(ctx: Ctx, held: Held, before: Row, row: Row, seenMs: number): Promise<Change | null> {
  const [from, state] = [measured(before.state), measured(row.state)]
  const [fromMs, atMs] = [before.at.epochMilliseconds, row.at.epochMilliseconds]
  if (from === null || state === null || from === state || atMs <= seenMs) return null
  const found = earlierDate({ from, fromMs, state, atMs }, await seenOf(ctx, held, fromMs, atMs))
  if (found === null) return null
  const { id, at: was, ...rest } = row
  const moved: Moved = { at: instant(found.atMs), reason: found.reason }
  await ctx.tx.update(transition).set({ supersededAt: ctx.now }).where(eq(transition.id, id))
  await ctx.tx.insert(transition).values({ ...rest, ...moved })
  if (held.track.changedMs === atMs) await standsSince(ctx, held, found.atMs)
  return { component: held.component, monitor: held.monitor, state, ...moved, late: true, was }
}

/** Puts in what happened while something else was told, from `before` until `untilMs`. */
async function putIn(ctx: Ctx, held: Held, before: Row, untilMs: number, seenMs: number): Promise<Change[]> {
  const state = measured(before.state)
  const startMs = before.at.epochMilliseconds
  if (state === null || untilMs <= seenMs) return []
  const found = missed({ state, startMs, endMs: untilMs }, await seenOf(ctx, held, startMs, untilMs))
  if (found.length === 0) return []
  await ctx.tx.insert(transition).values(found.map((one) => ({ monitorId: held.id, ...one })))
  const lastMs = found.at(-1)!.at.epochMilliseconds
  if ((held.track.changedMs ?? lastMs) < lastMs) await standsSince(ctx, held, lastMs)
  const { component, monitor } = held
  return found.map((one): Change => ({ component, monitor, ...one, late: true }))
}

/** What all agents saw of a stretch. Whoever looked before its end has looked again a gap later, or is known to be silent. */
async function seenOf(ctx: Ctx, held: Held, startMs: number, endMs: number): Promise<Seen[]> {
  const seen = await observedOf(ctx, held, { startMs, endMs: endMs + 2 * held.everyMs + 1 })
  const looks = [...held.observers.values()].map(lastShown)
  return seen.map((changes, i) => ({ changes, lastMs: looks[i] ?? null }))
}

async function standsSince(ctx: Ctx, held: Held, sinceMs: number): Promise<void> {
  const { confirmed } = held.track
  const track = confirmed === null ? {} : { confirmed: { ...confirmed, sinceMs } }
  held.track = { ...held.track, ...track, changedMs: sinceMs }
  await ctx.tx.update(monitor).set({ track: held.track }).where(eq(monitor.id, held.id))
}

const measured = (state: Row['state']) => (state === 'unmeasured' || state === 'absent' ? null : state)
const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms)
