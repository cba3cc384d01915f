import type { Ctx } from '@tractops/platform'
import { asc, gt } from 'drizzle-orm'
import { maintenanceChange } from '../tables.ts'
import type { ChangeKind } from '../words.ts'

/** A public change of a maintenance, told by `seq`. */
export type MaintenanceChange = {
  seq: number
  maintenanceId: string
  kind: ChangeKind
  at: Temporal.Instant
}

const AT_ONCE = 500

/**
 * The public changes after `afterSeq` (0: from the first), in the order in which they were committed, at most 500 at once. No
 * change appears later with a smaller `seq`, so whoever remembers the last one that it has handled misses none and sees none
 * twice.
 */
export function maintenanceChangesSince(
  { tx }: Pick<Ctx, 'tx'>,
  afterSeq: number,
): Promise<MaintenanceChange[]> {
  return tx
    .select()
    .from(maintenanceChange)
    .where(gt(maintenanceChange.seq, afterSeq))
    .orderBy(asc(maintenanceChange.seq))
    .limit(AT_ONCE)
}
