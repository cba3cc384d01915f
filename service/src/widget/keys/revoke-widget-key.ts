import { AppError, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { widgetKey } from '../tables.ts'

/** Ends a key: tokens signed with it open nothing from now on. Ending one that has ended changes nothing. */
export async function revokeWidgetKey(ctx: Ctx, input: { id: string }): Promise<{ revoked: boolean }> {
  const [found] = await ctx.tx.select().from(widgetKey).where(eq(widgetKey.id, input.id)).for('update')
  if (!found)
    throw new AppError(
      'widget_key_not_found',
      404,
      `There is no widget key ${input.id}: see tractops widget-key list.`,
      { path: 'id' },
    )
  if (found.revokedAt) return { revoked: false }
  await ctx.tx
    .update(widgetKey)
    .set({ revokedAt: ctx.now, revokedBy: ctx.actor })
    .where(eq(widgetKey.id, input.id))
  await audit(ctx, { action: 'widget_key.revoked', subject: input.id, detail: { name: found.name } })
  return { revoked: true }
}
