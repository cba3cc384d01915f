import { audit, type Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { dayOfPartition, decideDays, partitionOf, startOfDay } from './days.ts'
import { ensureDays } from './ensure-days.ts'

/**
 * SLA §5: makes the partitions of the days to come and drops those whose 90 days are over, whole. What was dropped is
 * told by one audit entry: days, and bytes on disk. Transitions, from which every figure follows, are kept.
 *
 * Dropping needs the table for itself. A long reader (a backup) is given 2 s and is then left to end, as every result
 * would queue up behind us: it fails, and is tried again.
 */
export async function keepRaw(ctx: Ctx): Promise<{ made: number; dropped: number }> {
  const there = await partitions(ctx)
  const { make, drop } = decideDays(ctx.now, [...there.keys()])
  await ensureDays(ctx, make)
  if (drop.length > 0) {
    await ctx.tx.execute(sql`set local lock_timeout = '2s'`)
    for (const day of drop) await ctx.tx.execute(sql`drop table ${sql.identifier(partitionOf(day))}`)
    const detail = {
      days: drop.map((day) => startOfDay(day).toString().slice(0, 10)),
      bytes: drop.reduce((sum, day) => sum + there.get(day)!, 0),
    }
    await audit(ctx, { action: 'monitoring.raw_results_dropped', subject: 'monitoring', detail })
  }
  return { made: make.length, dropped: drop.length }
}

/** The days that have a partition, with its bytes on disk, indexes included. */
async function partitions(ctx: Ctx): Promise<Map<number, number>> {
  const { rows } = await ctx.tx.execute<{ name: string; bytes: string }>(sql`
    select relname as name, pg_total_relation_size(oid) as bytes from pg_class
    where oid in (select inhrelid from pg_inherits where inhparent = 'check_result'::regclass)`)
  return new Map(
    rows.flatMap(({ name, bytes }) => {
      const day = dayOfPartition(name)
      return day === null ? [] : [[day, Number(bytes)] as const]
    }),
  )
}
