import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { component, monitor } from '../tables.ts'

/** How a monitor is called: the keys of its component and its own. */
export type MonitorName = { component: string; monitor: string }

/**
 * The number of a monitor, also of one that has left the configuration.
 *
 * @throws AppError `monitor_unknown`
 */
export async function findMonitor(ctx: Ctx, name: MonitorName): Promise<number> {
  const [row] = await ctx.tx
    .select({ id: monitor.id })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(and(eq(component.key, name.component), eq(monitor.key, name.monitor)))
  if (row !== undefined) return row.id
  const message = `No monitor is called "${name.monitor}" in the component "${name.component}".`
  throw new AppError('monitor_unknown', 404, message, { path: 'param.monitor' })
}
