import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'

/**
 * Takes away raw results from before `before`, at most `limit` rows in one go, and answers how many were taken. SLA §5:
 * raw results are kept 90 days; transitions, from which every figure follows, are kept.
 */
export async function dropRawResults(
  ctx: Ctx,
  { before, limit }: { before: Temporal.Instant; limit: number },
): Promise<number> {
  const { rowCount } = await ctx.tx.execute(sql`
    delete from check_result where ctid = any(array(
      select ctid from check_result where at < ${before.toString()}::timestamptz limit ${limit}))`)
  return rowCount ?? 0
}
