import { AppError, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { apiKey } from './tables.ts'

/** Ends a key: the next request that shows it is refused. Ending one that has ended changes nothing. */
export async function revokeKey(ctx: Ctx, input: { id: string }): Promise<{ revoked: boolean }> {
  const [found] = await ctx.tx.select().from(apiKey).where(eq(apiKey.id, input.id)).for('update')
  if (!found)
    throw new AppError('key_not_found', 404, `There is no key ${input.id}: see tractops key list.`, {
      path: 'id',
    })
  if (found.revokedAt) return { revoked: false }
  await ctx.tx.update(apiKey).set({ revokedAt: ctx.now, revokedBy: ctx.actor }).where(eq(apiKey.id, input.id))
  await audit(ctx, { action: 'key.revoked', subject: input.id, detail: { name: found.name } })
  return { revoked: true }
}
