import type { Ctx } from '@tractops/platform'
import { lt } from 'drizzle-orm'
import { webhookDelivery } from '../tables.ts'

/** Drops what was queued longer ago than mail logs are kept, whatever became of it: none is tried for that long. */
export async function dropOldDeliveries(ctx: Pick<Ctx, 'tx' | 'now'>, keepMs: number): Promise<void> {
  await ctx.tx
    .delete(webhookDelivery)
    .where(lt(webhookDelivery.createdAt, ctx.now.subtract({ milliseconds: keepMs })))
}
