import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { partitionOf, startOfDay } from './days.ts'

/**
 * Makes the partitions of raw results for those days that have none. They are made apart and then attached: unlike a
 * partition made in place, that waits for no reader and no writer, and none of them waits for it.
 */
export async function ensureDays(ctx: Ctx, days: Iterable<number>): Promise<void> {
  if ((await missing(ctx, new Set(days))).length === 0) return
  // What attaching takes as well: two processes do not make the same partition, and nobody else notices.
  await ctx.tx.execute(sql`lock table check_result in share update exclusive mode`)
  for (const day of await missing(ctx, new Set(days))) {
    const table = sql.identifier(partitionOf(day))
    const [from, to] = [day, day + 1].map((d) => sql.raw(`'${startOfDay(d)}'`))
    await ctx.tx.execute(sql`create table ${table} (like check_result including defaults)`)
    await ctx.tx.execute(
      sql`alter table check_result attach partition ${table} for values from (${from}) to (${to})`,
    )
  }
}

async function missing(ctx: Ctx, days: ReadonlySet<number>): Promise<number[]> {
  const { rows } = await ctx.tx.execute<{ day: number }>(sql`
    select day from unnest(${sql.param([...days])}::int[], ${sql.param([...days].map(partitionOf))}::text[]) as d (day, name)
    where to_regclass(name) is null order by day`)
  return rows.map((row) => row.day)
}
