import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { incidentWatch } from '../tables.ts'

const LOOK_BACK_HOURS = 24
const REMEMBER_EVERY_MS = 5 * 60_000

/**
 * From when on the machine looks: a day before it last did, for results that come late, and never before it first did, so that what was
 * over by then opens nothing.
 */
export async function windowToLookAt(ctx: Ctx): Promise<Temporal.Instant> {
  const [watch] = await ctx.tx.select().from(incidentWatch).where(eq(incidentWatch.id, 1))
  if (watch === undefined) {
    await ctx.tx.insert(incidentWatch).values({ id: 1, since: ctx.now, lookedAt: ctx.now })
    return ctx.now
  }
  const { since, lookedAt } = watch
  if (ctx.now.epochMilliseconds - lookedAt.epochMilliseconds > REMEMBER_EVERY_MS)
    await ctx.tx.update(incidentWatch).set({ lookedAt: ctx.now }).where(eq(incidentWatch.id, 1))
  const back = lookedAt.subtract({ hours: LOOK_BACK_HOURS })
  return Temporal.Instant.compare(back, since) > 0 ? back : since
}
