import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { VendorPage } from '../config.ts'
import { vendorPoll } from '../tables.ts'
import { recordStates } from './record-states.ts'

/**
 * Brings the table in line with whom to ask: a new vendor is due at once, one with another address begins anew, and one that is
 * not asked (`notAsked` says why) is unknown from its last answer on.
 */
export async function applySources(
  ctx: Ctx,
  vendors: Readonly<Record<string, { name: string }>>,
  { pages, notAsked }: { pages: readonly VendorPage[]; notAsked: (page: VendorPage | null) => string | null },
): Promise<void> {
  const before = new Map(
    (await ctx.tx.select().from(vendorPoll).for('update')).map((row) => [row.vendor, row]),
  )
  for (const [vendor, { name }] of Object.entries(vendors)) {
    const page = pages.find((one) => one.vendor === vendor) ?? null
    const because = notAsked(page)
    const url = page?.urls[0] ?? null
    const everyMs = page?.everyMs ?? USUAL_MS
    const row = before.get(vendor)
    const dueAt = because === null ? (row?.url === url ? (row.dueAt ?? ctx.now) : ctx.now) : null
    const own = { name, url, everyMs, dueAt }
    if (row === undefined) {
      await ctx.tx.insert(vendorPoll).values({ vendor, ...own, failures: 0, trouble: because })
      continue
    }
    const anew = row.url === url ? {} : { pageId: null, pageUpdatedAt: null, failures: 0 }
    const trouble = because === null ? {} : { trouble: because }
    await ctx.tx
      .update(vendorPoll)
      .set({ ...own, ...anew, ...trouble })
      .where(eq(vendorPoll.vendor, vendor))
    if (because === null) continue
    const { seenAt } = row
    const seen = { unknown: because }
    await recordStates(ctx, { vendor, everyMs, seenAt, seen, at: ctx.now, capture: null })
  }
}

const USUAL_MS = 60_000
