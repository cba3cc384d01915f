import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'

const KEEP_HOURS = 90 * 24
const KEEP_EVIDENCE_HOURS = 7 * 366 * 24

/**
 * Takes away captures that are 90 days old, except those over which the vendor reported an outage: these stand behind an
 * exclusion, and are kept as long as the invoices that it changes, seven years. Bytes that no capture needs go with them.
 * Answers how many captures went, at most `limit`.
 */
export async function dropCaptures(ctx: Ctx, { limit }: { limit: number }): Promise<number> {
  const ago = (hours: number) => ctx.now.subtract({ hours }).toString()
  const { rowCount } = await ctx.tx.execute(sql`
    delete from vendor_capture where id = any(array(
      select c.id from vendor_capture c
      where c.seen_until < ${ago(KEEP_HOURS)}::timestamptz
        and (c.seen_until < ${ago(KEEP_EVIDENCE_HOURS)}::timestamptz or not exists (
          select from vendor_state s
          where s.vendor = c.vendor and s.status in ('major_outage', 'partial_outage')
            and s.start_at <= c.seen_until and (s.end_at is null or s.end_at >= c.first_seen_at)))
      order by c.seen_until limit ${limit}))`)
  await ctx.tx.execute(sql`
    delete from vendor_bytes b where not exists (select from vendor_capture c where c.sha256 = b.sha256)`)
  await ctx.tx.execute(sql`
    delete from vendor_post where first_seen_at < ${ago(KEEP_EVIDENCE_HOURS)}::timestamptz`)
  return rowCount ?? 0
}
