import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe, say, tell } from '../hold.ts'
import { maintenance } from '../tables.ts'

/** Says something on the page of a published maintenance, in Markdown. */
export async function postUpdate(ctx: Ctx, id: string, { text }: { text: string }): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['scheduled', 'in_progress', 'overrun', 'completed', 'cancelled'], 'reported on')
  await ctx.tx.update(maintenance).set({ updatedAt: ctx.now }).where(eq(maintenance.id, id))
  await say(ctx, id, text)
  await tell(ctx, { id, kind: 'updated', action: 'maintenance.update_posted', detail: { text } })
}
