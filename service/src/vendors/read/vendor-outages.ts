import type { Ctx } from '@tractops/platform'
import type { VendorOutage } from '@tractops/sla'
import { and, asc, eq, gt, isNull, lt, ne, or } from 'drizzle-orm'
import { vendorPoll, vendorState } from '../tables.ts'
import { capturesBehind } from './captures-behind.ts'

/** A report of a vendor with the captures that show it, by id. */
export type EvidencedOutage = VendorOutage & { evidence: string[] }

/**
 * SLA §4(b): what vendors reported on components that we use, over any part of [from, to), as our own poller saw it (row 22).
 * Each whole, half open; one that lasts goes to the last answer that showed it. Unknown stretches are never among them
 * (row 23). Whether a report qualifies is for the engine to say.
 */
export async function vendorOutagesIn(
  ctx: Ctx,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<EvidencedOutage[]> {
  const rows = await ctx.tx
    .select({ state: vendorState, seenAt: vendorPoll.seenAt })
    .from(vendorState)
    .innerJoin(vendorPoll, eq(vendorPoll.vendor, vendorState.vendor))
    .where(
      and(
        ne(vendorState.status, 'unknown'),
        eq(vendorState.inUse, true),
        lt(vendorState.start, to),
        or(isNull(vendorState.end), gt(vendorState.end, from)),
      ),
    )
    .orderBy(asc(vendorState.start), asc(vendorState.id))
  const outages: EvidencedOutage[] = []
  for (const { state, seenAt } of rows) {
    const { vendor, component, status, start } = state
    const end = state.end ?? seenAt ?? start
    if (status === 'unknown' || Temporal.Instant.compare(start, end) >= 0) continue
    if (Temporal.Instant.compare(end, from) <= 0) continue
    const evidence = await capturesBehind(ctx, { vendor, start, end })
    outages.push({ vendor, ...(component === null ? {} : { component }), status, start, end, evidence })
  }
  return outages
}
