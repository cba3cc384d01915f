import { announce, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { VendorPage } from '../config.ts'
import { vendorPoll } from '../tables.ts'
import type { Asked } from './ask-vendor.ts'
import type { Claim } from './claim.ts'
import { nextPollInMs } from './next-poll.ts'
import { recordPosts } from './record-posts.ts'
import { recordStates } from './record-states.ts'
import { takePosts, takeSummary } from './take-answer.ts'

/**
 * Records what a vendor's page answered: the bytes, what they prove, and when to ask again. An answer whose claim has run out
 * in the meantime is dropped, as somebody else has asked since.
 *
 * @param asked the summary first, then what stands beside it
 * @param random chance in [0, 1), which scatters retries
 */
export async function recordPoll(
  ctx: Ctx,
  { page, claim, asked, random }: { page: VendorPage; claim: Claim; asked: readonly Asked[]; random: number },
): Promise<{ trouble: string | null; wasInTrouble: boolean } | 'dropped'> {
  const { vendor, everyMs } = page
  const [poll] = await ctx.tx.select().from(vendorPoll).where(eq(vendorPoll.vendor, vendor)).for('update')
  if (poll?.claimedUntil?.equals(claim.until) !== true) return 'dropped'
  const [summary, ...beside] = asked
  const { at } = summary!
  const { seen, capture, reading } = await takeSummary(ctx, page, poll, summary!)
  const trouble = 'unknown' in seen ? seen.unknown : null
  const failures = trouble === null ? 0 : poll.failures + 1
  const retryAfterMs = summary!.kind === 'failed' ? summary!.retryAfterMs : null
  const dueAt = at.add({ milliseconds: nextPollInMs({ failures, everyMs, retryAfterMs, random }) })
  const asOf = { claimedUntil: null, askedAt: at, failures, trouble, dueAt }
  await ctx.tx.update(vendorPoll).set(asOf).where(eq(vendorPoll.vendor, vendor))
  if (reading !== null) {
    const { id: pageId, updatedAt: pageUpdatedAt } = reading.page
    await ctx.tx
      .update(vendorPoll)
      .set({ firstSeenAt: poll.firstSeenAt ?? at, seenAt: at, pageId, pageUpdatedAt })
      .where(eq(vendorPoll.vendor, vendor))
    const past = await Promise.all(beside.map((one) => takePosts(ctx, page, one, pageId)))
    await recordPosts(ctx, { vendor, current: reading.posts, past: past.flat(), at })
  }
  if (trouble !== poll.trouble) await announce(ctx, 'vendors')
  await recordStates(ctx, { vendor, everyMs, seenAt: poll.seenAt, seen, at, capture })
  return { trouble, wasInTrouble: poll.failures > 0 }
}
