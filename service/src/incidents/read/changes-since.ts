import type { Ctx } from '@tractops/platform'
import { asc, gt } from 'drizzle-orm'
import { incidentChange } from '../tables.ts'
import type { ChangeKind } from '../words.ts'

/** A public change of an incident, told by `seq`; `updateId` is the update that says it, where there is one. */
export type IncidentChange = {
  seq: number
  incidentId: string
  updateId: string | null
  kind: ChangeKind
  at: Temporal.Instant
}

const AT_ONCE = 500

/**
 * The public changes after `afterSeq` (0: from the first), in the order in which they were committed, at most 500 at once. No
 * change appears later with a smaller `seq`, so whoever remembers the last one that it has handled misses none and sees none
 * twice.
 */
export function incidentChangesSince({ tx }: Pick<Ctx, 'tx'>, afterSeq: number): Promise<IncidentChange[]> {
  return tx
    .select()
    .from(incidentChange)
    .where(gt(incidentChange.seq, afterSeq))
    .orderBy(asc(incidentChange.seq))
    .limit(AT_ONCE)
}
