import type { Ctx } from '@tractops/platform'
import type { VendorStatus } from '@tractops/sla'
import { and, asc, eq, gt, gte, isNull, lt, or } from 'drizzle-orm'
import { vendorPoll, vendorPost, vendorState } from '../tables.ts'
import { capturesBehind } from './captures-behind.ts'

/** What was on record of a vendor over a stretch; `end` null while it lasts. `evidence`: captures by id, none where unknown. */
export type Stretch = {
  component: string | null
  status: VendorStatus | 'unknown'
  inUse: boolean
  start: Temporal.Instant
  end: Temporal.Instant | null
  reason: string | null
  evidence: string[]
}

/** What a vendor tells of an incident of its own; `afterwards`: it was over already when it was told. It proves nothing. */
export type ToldPost = Omit<typeof vendorPost.$inferSelect, 'vendor' | 'postId'>

/** What a vendor reported over a window. Without stretches it was read throughout and reported nothing. */
export type VendorEvidence = { vendor: string; name: string; stretches: Stretch[]; posts: ToldPost[] }

/**
 * What each vendor reported over any part of [from, to), with the captures that show it: outages and everything less, and
 * the stretches over which nothing is known. SLA §4(b) (rows 22, 23)
 */
export async function evidenceFor(
  ctx: Ctx,
  { from, to, vendor: only }: { from: Temporal.Instant; to: Temporal.Instant; vendor?: string },
): Promise<VendorEvidence[]> {
  const polls = await ctx.tx
    .select()
    .from(vendorPoll)
    .where(only === undefined ? undefined : eq(vendorPoll.vendor, only))
    .orderBy(asc(vendorPoll.name))
  const found: VendorEvidence[] = []
  for (const poll of polls) {
    const { vendor, name } = poll
    const states = await ctx.tx
      .select()
      .from(vendorState)
      .where(
        and(
          eq(vendorState.vendor, vendor),
          lt(vendorState.start, to),
          or(isNull(vendorState.end), gt(vendorState.end, from)),
        ),
      )
      .orderBy(asc(vendorState.start), asc(vendorState.id))
    const stretches: Stretch[] = []
    for (const { component, status, inUse, start, end, reason } of states) {
      const shown = { vendor, start, end: end ?? poll.seenAt ?? start }
      const evidence = status === 'unknown' ? [] : await capturesBehind(ctx, shown)
      stretches.push({ component, status, inUse, start, end, reason, evidence })
    }
    if (poll.seenAt === null && stretches.length === 0) stretches.push(neverRead(poll, from))
    found.push({ vendor, name, stretches, posts: await postsIn(ctx, vendor, from, to) })
  }
  return found
}

function neverRead({ trouble }: typeof vendorPoll.$inferSelect, start: Temporal.Instant): Stretch {
  const reason = trouble ?? 'the page was not read yet'
  return { component: null, status: 'unknown', inUse: true, start, end: null, reason, evidence: [] }
}

/** Posts of that time: seen then, or said afterwards to have been then. */
async function postsIn(ctx: Ctx, vendor: string, from: Temporal.Instant, to: Temporal.Instant) {
  const seen = and(
    lt(vendorPost.firstSeenAt, to),
    or(isNull(vendorPost.goneAt), gte(vendorPost.goneAt, from)),
  )
  const said = and(lt(vendorPost.saidStart, to), gt(vendorPost.saidEnd, from))
  const rows = await ctx.tx
    .select()
    .from(vendorPost)
    .where(and(eq(vendorPost.vendor, vendor), or(seen, said)))
    .orderBy(asc(vendorPost.saidStart), asc(vendorPost.id))
    .limit(200)
  return rows.map(({ vendor: _, postId: __, ...post }) => post)
}
