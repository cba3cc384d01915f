import type { Ctx } from '@tractops/platform'
import { asc, inArray, sql } from 'drizzle-orm'
import { customer } from '../tables.ts'

/** The names of customers by their ids, of those who are gone too. */
export async function customerNames(
  ctx: Pick<Ctx, 'tx'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { id, name } = customer
  const rows = await ctx.tx
    .select({ id, name })
    .from(customer)
    .where(inArray(id, [...ids]))
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Customers whose name is like `text`, mistyped or not, the most similar first. Takes `pg_trgm.word_similarity_threshold` as it is set. */
export async function customersLike(
  ctx: Pick<Ctx, 'tx'>,
  { text, limit }: { text: string; limit: number },
): Promise<{ id: string; name: string; similarity: number }[]> {
  const { id, name } = customer
  const similarity = sql<number>`word_similarity(${text.toLowerCase()}, lower(${name}))`
  return ctx.tx
    .select({ id, name, similarity })
    .from(customer)
    .where(sql`lower(${name}) %> ${text.toLowerCase()}`)
    .orderBy(sql`${similarity} desc`, asc(name))
    .limit(limit)
}
