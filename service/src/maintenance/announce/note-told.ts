import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { heldMaintenance, tell } from '../hold.ts'
import { maintenanceAnnouncement, maintenanceRecipient } from '../tables.ts'

/**
 * Keeps that a person told a customer in another way, by phone say, with their name and how. It is evidence of care and is
 * shown; it is no mail, so the announcement stays one that did not reach every customer by mail (row 20).
 */
export async function noteTold(
  ctx: Ctx,
  id: string,
  { recipient, how }: { recipient: number; how: string },
): Promise<void> {
  await heldMaintenance(ctx, id)
  const [found] = await ctx.tx
    .select({ recipient: maintenanceRecipient })
    .from(maintenanceRecipient)
    .innerJoin(maintenanceAnnouncement, eq(maintenanceAnnouncement.id, maintenanceRecipient.announcementId))
    .where(and(eq(maintenanceRecipient.id, recipient), eq(maintenanceAnnouncement.maintenanceId, id)))
  if (found === undefined)
    throw new AppError(
      'recipient_not_found',
      404,
      'This maintenance was not announced to such a recipient.',
      {
        path: 'param.recipient',
      },
    )
  if (found.recipient.failedAt === null)
    throw new AppError(
      'recipient_not_failed',
      409,
      'Their mail has not failed, so there is nothing to settle.',
    )
  await ctx.tx
    .update(maintenanceRecipient)
    .set({ toldAt: ctx.now, toldBy: ctx.actor, toldHow: how })
    .where(eq(maintenanceRecipient.id, recipient))
  const { customerName, email } = found.recipient
  await tell(ctx, {
    id,
    action: 'maintenance.told_otherwise',
    detail: { customer: customerName, email, how },
  })
}
