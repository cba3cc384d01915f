import type { Ctx } from '@tractops/platform'
import { asc, eq, inArray } from 'drizzle-orm'
import { vendorBytes, vendorCapture } from '../tables.ts'

/** The captures of these ids with the size of their bytes, in order of time; what has been taken away is left out. */
export async function capturesOf(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.tx
    .select({ capture: vendorCapture, size: vendorBytes.size })
    .from(vendorCapture)
    .innerJoin(vendorBytes, eq(vendorBytes.sha256, vendorCapture.sha256))
    .where(inArray(vendorCapture.id, [...ids]))
    .orderBy(asc(vendorCapture.firstSeenAt))
  return rows.map(({ capture, size }) => ({ ...capture, size }))
}
