import type { Ctx } from '@tractops/platform'
import { and, asc, gt, lt } from 'drizzle-orm'
import { publicName } from '../read/public-incident.ts'
import { gapSettlement } from '../tables.ts'

/** An unmeasured stretch, or a piece of one, and what `by` settled it as. */
export type Settlement = {
  id: string
  start: Temporal.Instant
  end: Temporal.Instant
  settled: 'up' | 'down'
  by: string
  reason: string
  at: Temporal.Instant
}

/**
 * SLA §1 (row 6): what was settled by people of [from, to), the earliest first and without overlap: where two settlements meet,
 * the later one stands. They say nothing of time that was measured; that is for the reader to see to.
 */
export async function settlementsIn(
  { tx }: Pick<Ctx, 'tx'>,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<Settlement[]> {
  const rows = await tx
    .select()
    .from(gapSettlement)
    .where(and(lt(gapSettlement.start, to), gt(gapSettlement.end, from)))
    .orderBy(asc(gapSettlement.seq))
  return standing(rows.map(({ seq: _, by, ...row }) => ({ ...row, by: publicName(by) })))
}

/** What stands of settlements that are given in the order in which they were made. */
function standing(made: readonly Settlement[]): Settlement[] {
  let pieces: Settlement[] = []
  for (const later of made) {
    pieces = pieces.flatMap((piece) => without(piece, later))
    pieces.push(later)
  }
  return pieces.sort((a, b) => Temporal.Instant.compare(a.start, b.start))
}

function without(piece: Settlement, cut: Settlement): Settlement[] {
  const before = earlier(piece.end, cut.start)
  const after = later(piece.start, cut.end)
  return [
    { ...piece, end: before },
    { ...piece, start: after },
  ].filter(({ start, end }) => Temporal.Instant.compare(start, end) < 0)
}

const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b)
const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
