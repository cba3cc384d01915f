import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { VendorPage } from '../config.ts'
import { vendorPoll } from '../tables.ts'
import { recordStates } from './record-states.ts'

/**
 * Brings the table in line with whom to ask: a new vendor is due at once, one with another address begins anew, and one that is
 * not asked is unknown from its last answer on.
 */
export async function applySources(
  ctx: Ctx,
  vendors: Readonly<Record<string, { name: string }>>,
  { pages, notAsked }: { pages: readonly VendorPage[]; notAsked: string },
): Promise<void> {
  const before = new Map(
    (await ctx.tx.select().from(vendorPoll).for('update')).map((row) => [row.vendor, row]),
  )
  for (const [vendor, { name }] of Object.entries(vendors)) {
    const page = pages.find((one) => one.vendor === vendor)
    const row = before.get(vendor)
    const url = page?.urls[0] ?? null
    const everyMs = page?.everyMs ?? 60_000
    if (row === undefined) {
      const dueAt = page === undefined ? null : ctx.now
      const trouble = page === undefined ? notAsked : null
      await ctx.tx.insert(vendorPoll).values({ vendor, name, url, everyMs, dueAt, failures: 0, trouble })
      continue
    }
    const moved = url !== null && url !== row.url
    const own = { name, everyMs, ...(url === null ? {} : { url }) }
    const anew = { dueAt: ctx.now, pageId: null, pageUpdatedAt: null, failures: 0 }
    const change =
      page === undefined
        ? { ...own, dueAt: null, trouble: notAsked }
        : { ...own, ...(moved ? anew : { dueAt: row.dueAt ?? ctx.now }) }
    await ctx.tx.update(vendorPoll).set(change).where(eq(vendorPoll.vendor, vendor))
    if (page !== undefined) continue
    const seen = { unknown: notAsked }
    const { seenAt } = row
    await recordStates(ctx, { vendor, everyMs, seenAt, seen, at: ctx.now, capture: null })
  }
}
