import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { vendorBytes, vendorCapture } from '../tables.ts'

/**
 * One capture with the size of its bytes.
 *
 * @throws AppError `capture_unknown`, 404
 */
export async function findCapture(ctx: Ctx, id: string) {
  const [row] = await ctx.tx
    .select({ capture: vendorCapture, size: vendorBytes.size })
    .from(vendorCapture)
    .innerJoin(vendorBytes, eq(vendorBytes.sha256, vendorCapture.sha256))
    .where(eq(vendorCapture.id, id))
  if (row === undefined)
    throw new AppError(
      'capture_unknown',
      404,
      'There is no such capture; those that show no outage are kept 90 days.',
      { path: 'param.id' },
    )
  return { ...row.capture, size: row.size }
}
