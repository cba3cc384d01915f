import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { customersLike } from '../../../billing/index.ts'

const PEOPLE = 20
const CUSTOMERS = 5
const TICKETS_EACH = 10
/** How alike a name must be to what was typed, from 0 to 1: one letter of seven may be wrong. */
const ALIKE = 0.55

type Found = { id: string; score: number; where: 'person' | 'customer'; shown: string }

/** The newest tickets of people and customers whose names or addresses are like `text`, mistyped or not; nothing for two letters. */
export async function findPeople(ctx: Pick<Ctx, 'tx'>, text: string): Promise<Found[]> {
  if (text.length < 3 || !/\p{L}/u.test(text)) return []
  // The planner takes a comparison of names for as cheap as one of numbers, and would compare all of them.
  await ctx.tx.execute(sql`
    select set_config('pg_trgm.word_similarity_threshold', ${String(ALIKE)}, true), set_config('enable_seqscan', 'off', true)`)
  const customers = await customersLike(ctx, { text, limit: CUSTOMERS })
  const { rows: people } = await ctx.tx.execute<{
    id: string
    name: string
    email: string
    alike: number
  }>(sql`
    select t.id, p.name, p.email, p.alike from (
      select email, name, word_similarity(${text.toLowerCase()}, lower(name || ' ' || email)) as alike
      from desk_person where lower(name || ' ' || email) %> ${text.toLowerCase()}
      order by alike desc, email limit ${PEOPLE}) p
    cross join lateral (
      select id from ticket where requester_email = p.email order by received_at desc limit ${TICKETS_EACH}) t`)
  const found: Found[] = people.map(({ id, name, email, alike }) => ({
    id,
    score: 6 * alike + (email === text.toLowerCase() ? 10 : 0),
    where: 'person',
    shown: `${name} <${email}>`,
  }))
  if (customers.length === 0) return found
  const named = new Map(customers.map((one) => [one.id, one]))
  const { rows } = await ctx.tx.execute<{ id: string; customer: string }>(sql`
    select t.id, c.id as customer from unnest(${sql.param([...named.keys()])}::text[]) c(id)
    cross join lateral (
      select id from ticket where customer_id = c.id order by received_at desc limit ${TICKETS_EACH}) t`)
  for (const { id, customer } of rows) {
    const { name, similarity } = named.get(customer)!
    found.push({ id, score: 5 * similarity, where: 'customer', shown: name })
  }
  return found
}
