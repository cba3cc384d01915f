import type { Ctx } from '@tractops/platform'
import { desc, sql } from 'drizzle-orm'
import { publicName } from '../read/public-incident.ts'
import { gapSettlement } from '../tables.ts'
import type { Settlement } from './settlements-in.ts'

/** Every settlement that was ever made, corrected ones too, the last one first; `after`: begin after the one of that id. */
export async function listSettlements(
  { tx }: Pick<Ctx, 'tx'>,
  { after, limit }: { after: string | null; limit: number },
): Promise<Settlement[]> {
  const rows = await tx
    .select()
    .from(gapSettlement)
    .where(
      after === null
        ? undefined
        : sql`${gapSettlement.seq} < (select last.seq from gap_settlement last where last.id = ${after})`,
    )
    .orderBy(desc(gapSettlement.seq))
    .limit(limit)
  return rows.map(({ seq: _, by, ...row }) => ({ ...row, by: publicName(by) }))
}
