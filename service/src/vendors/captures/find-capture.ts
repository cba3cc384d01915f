import { AppError, type Ctx } from '@tractops/platform'
import { capturesOf } from '../read/captures-of.ts'

/**
 * One capture with the size of its bytes.
 *
 * @throws AppError `capture_unknown`, 404
 */
export async function findCapture(ctx: Ctx, id: string) {
  const [capture] = await capturesOf(ctx, [id])
  if (capture !== undefined) return capture
  const message = 'There is no such capture. Those that show no outage are kept for 90 days.'
  throw new AppError('capture_unknown', 404, message, { path: 'param.id' })
}
