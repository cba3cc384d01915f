import type { Ctx } from '@tractops/platform'
import { and, asc, desc, eq, gte, inArray, isNull, lte, ne } from 'drizzle-orm'
import type { Held } from '../record/hold-monitors.ts'
import type { Change } from '../record/results.ts'
import { transition } from '../tables.ts'
import { observedOf } from './observed.ts'
import type { Standing } from './quorum.ts'
import { replay } from './replay.ts'

/**
 * SLA §1 (row 6, "by evidence"): what was told as unmeasured, as it happened, and lies within `window`, becomes what all
 * agents together say of that time with all that is known of it now; the order in which they delivered does not matter. What
 * was confirmed as it happened stands (its date may move, see `amendTold`). Answers what changed; what it took the place of is kept, superseded.
 */
export async function fillGaps(
  ctx: Ctx,
  held: Held,
  window: { startMs: number; endMs: number },
): Promise<Change[]> {
  const fromMs = window.startMs - 2 * held.everyMs
  const rows = await transitionsAround(ctx, held.id, fromMs)
  const asItHappened = rows.filter(isAsItHappened)
  const changes: Change[] = []
  for (const [i, row] of asItHappened.entries()) {
    const next = asItHappened[i + 1]
    if (row.state !== 'unmeasured' || next === undefined) continue
    const gap = { startMs: row.at.epochMilliseconds, endMs: next.at.epochMilliseconds }
    if (gap.endMs <= fromMs || gap.startMs >= window.endMs || gap.endMs <= gap.startMs) continue
    const present = stoodBefore(asItHappened[i - 1], gap.startMs, held.everyMs)
    // What was open at its end is settled by what follows, and dated back: an agent counts for so long without looking.
    const untilMs = gap.endMs + 2 * held.everyMs
    const seen = await observedOf(ctx, held, { startMs: present.sinceMs, endMs: untilMs })
    const filled = replay(present, seen, { startMs: gap.startMs, endMs: untilMs }).filter(
      ({ at }) => at.epochMilliseconds < gap.endMs,
    )
    const late = rows.filter((r) => {
      const atMs = r.at.epochMilliseconds
      return r.late && r.supersededAt === null && atMs >= present.sinceMs && atMs < gap.endMs
    })
    const stands = row.supersededAt === null ? [row, ...late] : late
    if (isSame(stands, filled)) continue
    if (stands.length > 0) {
      await ctx.tx
        .update(transition)
        .set({ supersededAt: ctx.now })
        .where(
          inArray(
            transition.id,
            stands.map((r) => r.id),
          ),
        )
    }
    if (filled.length > 0) {
      await ctx.tx
        .insert(transition)
        .values(filled.map((one) => ({ monitorId: held.id, late: true, ...one })))
    }
    const { component, monitor } = held
    changes.push(...filled.map((one): Change => ({ component, monitor, ...one, late: true })))
  }
  return changes
}

/**
 * What stood when a gap began, and since when what fills the gap may change it: no further back than an agent counts that does
 * not look any more (row 6), for what the others saw meanwhile waited for it.
 */
function stoodBefore(
  row: { at: Temporal.Instant; state: Change['state'] | 'absent' } | undefined,
  startMs: number,
  everyMs: number,
): Standing {
  if (row === undefined || row.state === 'absent' || row.state === 'unmeasured')
    return { state: null, sinceMs: startMs }
  return { state: row.state, sinceMs: Math.max(row.at.epochMilliseconds, startMs - 2 * everyMs) }
}

/** What was told as it happened, gaps that are filled since among it; of a change whose date was moved, with the date that stands. */
export const isAsItHappened = ({ late, state, supersededAt }: typeof transition.$inferSelect) =>
  !late && (supersededAt === null || state === 'unmeasured')

/** The transitions from the last one before an instant on that was told as it happened and was not unmeasured. */
export async function transitionsAround(ctx: Ctx, monitorId: number, atMs: number) {
  const of = eq(transition.monitorId, monitorId)
  const at = Temporal.Instant.fromEpochMilliseconds(atMs)
  const [before] = await ctx.tx
    .select({ at: transition.at })
    .from(transition)
    .where(
      and(
        ...[of, eq(transition.late, false), ne(transition.state, 'unmeasured'), lte(transition.at, at)],
        isNull(transition.supersededAt),
      ),
    )
    .orderBy(desc(transition.at), desc(transition.id))
    .limit(1)
  return ctx.tx
    .select()
    .from(transition)
    .where(before === undefined ? of : and(of, gte(transition.at, before.at)))
    .orderBy(asc(transition.at), asc(transition.id))
}

type Said = Pick<typeof transition.$inferSelect, 'at' | 'state' | 'reason'>

function isSame(stands: readonly Said[], filled: readonly Said[]): boolean {
  const words = (list: readonly Said[]) => list.map(({ at, state, reason }) => `${at} ${state} ${reason}`)
  return words(stands).join('\n') === words(filled).join('\n')
}
