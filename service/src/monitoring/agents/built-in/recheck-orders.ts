import type { Ctx } from '@tractops/platform'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { component, monitor } from '../../tables.ts'

/** How long an order to look again is worth following, in ms. */
const FOLLOWED_FOR_MS = 10_000

/** The monitors that all agents were asked to look at again after `sinceMs` (epoch ms), and not too long ago. */
export async function recheckOrders(
  ctx: Ctx,
  sinceMs: number,
): Promise<{ component: string; monitor: string; atMs: number }[]> {
  const earliestMs = Math.max(sinceMs, ctx.now.epochMilliseconds - FOLLOWED_FOR_MS)
  const rows = await ctx.tx
    .select({ component: component.key, monitor: monitor.key, at: monitor.recheckAt })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(
      and(
        isNull(monitor.retiredAt),
        gt(monitor.recheckAt, Temporal.Instant.fromEpochMilliseconds(earliestMs)),
      ),
    )
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at!.epochMilliseconds }))
}
