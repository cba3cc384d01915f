import { announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe } from '../hold.ts'
import { maintenance } from '../tables.ts'

/** Forgets a plan that nobody was told of. One that was published is cancelled instead, and stays. */
export async function removePlan(ctx: Ctx, id: string): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['draft'], 'removed; cancel it')
  await ctx.tx.delete(maintenance).where(eq(maintenance.id, id))
  await announce(ctx, 'maintenance')
  await audit(ctx, {
    action: 'maintenance.removed',
    subject: id,
    detail: { title: row.title, start: row.start.toString(), end: row.end.toString() },
  })
}
