import { sql } from 'drizzle-orm'
import type { Ctx } from '../database/transaction.ts'

/** From when on each job that waits on the queue `name` may run, by the value of `field` in its data, of those in `values`. */
export async function waitingUntil(
  ctx: Pick<Ctx, 'tx'>,
  { name, field, values }: { name: string; field: string; values: readonly string[] },
): Promise<Map<string, Temporal.Instant>> {
  if (values.length === 0) return new Map()
  const { rows } = await ctx.tx.execute<{ value: string; atMs: string }>(sql`
    select data->>${field}::text as value, floor(extract(epoch from start_after) * 1000)::bigint as "atMs"
    from pgboss.job
    where name = ${name} and state < 'active'
      and data->>${field}::text = any(${sql.param([...values])}::text[])`)
  return new Map(rows.map(({ value, atMs }) => [value, Temporal.Instant.fromEpochMilliseconds(Number(atMs))]))
}
