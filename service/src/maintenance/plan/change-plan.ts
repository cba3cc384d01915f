import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe, tell } from '../hold.ts'
import { maintenance } from '../tables.ts'
import { checkInterval } from './interval.ts'
import { knownComponents } from './known-components.ts'
import type { MaintenancePlan } from './plan-maintenance.ts'

/**
 * Changes what is named of a maintenance that is not over. Its time can be changed so only before it is published: what was
 * announced is changed by another announcement. @throws AppError `maintenance_announced`.
 */
export async function changePlan(
  ctx: Ctx,
  id: string,
  change: { [K in keyof MaintenancePlan]?: MaintenancePlan[K] | undefined },
): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['draft', 'scheduled', 'in_progress', 'overrun'], 'changed')
  const published = row.publishedAt !== null
  if (published && (change.start ?? change.end) !== undefined)
    throw new AppError(
      'maintenance_announced',
      409,
      'Its time was announced. Announce another one with POST …/announcements, which tells everybody.',
      { path: change.start === undefined ? 'json.end' : 'json.start' },
    )
  const { title = row.title, text = row.text, start = row.start, end = row.end } = change
  checkInterval({ start, end })
  const components =
    change.components === undefined ? row.components : await knownComponents(ctx, change.components)
  await ctx.tx
    .update(maintenance)
    .set({
      title,
      text,
      start,
      end,
      components,
      updatedAt: ctx.now,
      sequence: row.sequence + (published ? 1 : 0),
    })
    .where(eq(maintenance.id, id))
  const detail = { title, start: start.toString(), end: end.toString(), changed: Object.keys(change) }
  await tell(ctx, { id, ...(published ? { kind: 'updated' } : {}), action: 'maintenance.changed', detail })
}
