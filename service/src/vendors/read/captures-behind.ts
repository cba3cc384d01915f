import type { Ctx } from '@tractops/platform'
import { and, asc, desc, eq, gte, isNull, lte } from 'drizzle-orm'
import { vendorCapture, vendorPoll } from '../tables.ts'

/**
 * The captures that an interval rests on, by id: the one that first showed it, and the last two over its end, which are the last
 * that did and the first that did not. What lies between them can be listed; these three tell the edges.
 */
export async function capturesBehind(
  ctx: Ctx,
  { vendor, start, end }: { vendor: string; start: Temporal.Instant; end: Temporal.Instant },
): Promise<string[]> {
  const over = and(
    eq(vendorCapture.vendor, vendor),
    isNull(vendorCapture.unread),
    lte(vendorCapture.firstSeenAt, end),
    gte(vendorCapture.seenUntil, start),
  )
  const summaries = () =>
    ctx.tx
      .select({ id: vendorCapture.id })
      .from(vendorCapture)
      .innerJoin(vendorPoll, and(eq(vendorPoll.vendor, vendor), eq(vendorPoll.url, vendorCapture.url)))
      .where(over)
  const first = await summaries().orderBy(asc(vendorCapture.firstSeenAt)).limit(1)
  const last = await summaries().orderBy(desc(vendorCapture.firstSeenAt)).limit(2)
  return [...new Set([...first, ...last.reverse()].map(({ id }) => id))]
}
