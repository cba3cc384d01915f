import type { Ctx } from '@tractops/platform'
import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import { vendorPoll } from '../tables.ts'

/** A vendor that this process alone may ask until `until`, also the name of the claim. */
export type Claim = { vendor: string; until: Temporal.Instant }

const LEASE_SECONDS = 60

/**
 * Claims every vendor that is due, or the one that is named whether due or not; what another process is asking just now is
 * left to it. A claim runs out by itself, so that a process that died takes no vendor with it.
 */
export async function claimVendors(ctx: Ctx, only?: string): Promise<Claim[]> {
  const { tx, now } = ctx
  const free = or(isNull(vendorPoll.claimedUntil), lte(vendorPoll.claimedUntil, now))
  const wanted = only === undefined ? lte(vendorPoll.dueAt, now) : eq(vendorPoll.vendor, only)
  const rows = await tx
    .select({ vendor: vendorPoll.vendor })
    .from(vendorPoll)
    .where(and(wanted, free))
    .orderBy(asc(vendorPoll.dueAt))
    .for('update', { skipLocked: true })
  const until = now.add({ seconds: LEASE_SECONDS })
  for (const { vendor } of rows)
    await tx.update(vendorPoll).set({ claimedUntil: until }).where(eq(vendorPoll.vendor, vendor))
  return rows.map(({ vendor }) => ({ vendor, until }))
}

/** Gives a claim back without an answer; the vendor stays due. */
export async function releaseVendor(ctx: Ctx, { vendor, until }: Claim): Promise<void> {
  await ctx.tx
    .update(vendorPoll)
    .set({ claimedUntil: null })
    .where(and(eq(vendorPoll.vendor, vendor), eq(vendorPoll.claimedUntil, until)))
}
