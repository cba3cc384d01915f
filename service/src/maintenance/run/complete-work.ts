import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe, say, tell } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { completedMail } from '../mail/texts.ts'
import { maintenance } from '../tables.ts'
import { writeToContacts } from './write-to-contacts.ts'

/** Ends a maintenance, early or late, and tells everybody. What was announced of it stays what it was (row 21). */
export async function completeWork(
  ctx: Ctx,
  out: Outlet,
  id: string,
  { text }: { text: string | null },
): Promise<void> {
  const before = await heldMaintenance(ctx, id)
  mustBe(before, ['in_progress', 'overrun'], 'completed')
  const [row] = await ctx.tx
    .update(maintenance)
    .set({ completedAt: ctx.now, completedBy: ctx.actor, updatedAt: ctx.now, overrunDueAt: null })
    .where(eq(maintenance.id, id))
    .returning()
  await say(ctx, id, text ?? 'The maintenance is completed.')
  await writeToContacts(ctx, out, row!, { occasion: 'completed', mail: completedMail })
  const lateMs = ctx.now.epochMilliseconds - before.end.epochMilliseconds
  await tell(ctx, {
    id,
    kind: 'completed',
    action: 'maintenance.completed',
    detail: { lateMs: Math.max(0, lateMs) },
  })
}
