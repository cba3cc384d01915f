import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe, say, tell } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { cancelledMail } from '../mail/texts.ts'
import { maintenance } from '../tables.ts'
import { writeToContacts } from './write-to-contacts.ts'

/**
 * Calls off a maintenance that has not begun, and tells everybody. Its announcement promises nothing any more: what fails in
 * that time is no maintenance, and counts.
 */
export async function cancelMaintenance(
  ctx: Ctx,
  out: Outlet,
  id: string,
  { because }: { because: string },
): Promise<void> {
  const before = await heldMaintenance(ctx, id)
  mustBe(before, ['scheduled'], 'cancelled')
  const [row] = await ctx.tx
    .update(maintenance)
    .set({
      cancelledAt: ctx.now,
      cancelledBy: ctx.actor,
      cancelledBecause: because,
      updatedAt: ctx.now,
      sequence: before.sequence + 1,
      remindDueAt: null,
      startDueAt: null,
      overrunDueAt: null,
      noticesDueAt: null,
    })
    .where(eq(maintenance.id, id))
    .returning()
  await say(ctx, id, because)
  await writeToContacts(ctx, out, row!, { occasion: 'cancelled', mail: cancelledMail })
  await tell(ctx, { id, kind: 'cancelled', action: 'maintenance.cancelled', detail: { because } })
}
