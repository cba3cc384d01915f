import { announce, audit, type Ctx } from '@tractops/platform'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { maintenanceAnnouncement, maintenanceRecipient } from '../tables.ts'
import { toldBy } from './told.ts'

/** Holds an announcement while its evidence changes: of two mails accepted together the second sees the first. */
export async function holdAnnouncement(ctx: Pick<Ctx, 'tx'>, id: string) {
  const [held] = await ctx.tx
    .select()
    .from(maintenanceAnnouncement)
    .where(eq(maintenanceAnnouncement.id, id))
    .for('update')
  return held!
}

/**
 * SLA §5: writes down when everybody had been told by an announcement, once that is known, and takes it back when somebody turns
 * up who had to be told as well (row 20). The announcement is held already.
 */
export async function settleAnnouncement(
  ctx: Ctx,
  announcement: typeof maintenanceAnnouncement.$inferSelect,
): Promise<void> {
  const told = (await isOpen(ctx, announcement.id))
    ? ({ settled: false } as const)
    : toldBy(await evidenceOf(ctx, announcement.id), announcement.publishedAt)
  const settledAt = told.settled ? ctx.now : null
  const emailedAt = told.settled ? told.emailedAt : null
  const same =
    (settledAt === null) === (announcement.settledAt === null) &&
    String(emailedAt) === String(announcement.emailedAt)
  if (same) return
  await ctx.tx
    .update(maintenanceAnnouncement)
    .set({ settledAt, emailedAt })
    .where(eq(maintenanceAnnouncement.id, announcement.id))
  await announce(ctx, 'maintenance')
  if (told.settled)
    await audit(ctx, {
      action: 'maintenance.told',
      subject: announcement.maintenanceId,
      detail: {
        announcement: announcement.id,
        emailedAt: emailedAt?.toString() ?? null,
        told: told.told,
        untold: told.untold,
      },
    })
}

async function isOpen({ tx }: Pick<Ctx, 'tx'>, announcementId: string): Promise<boolean> {
  const [open] = await tx
    .select({ id: maintenanceRecipient.id })
    .from(maintenanceRecipient)
    .where(
      and(
        eq(maintenanceRecipient.announcementId, announcementId),
        isNull(maintenanceRecipient.acceptedAt),
        isNull(maintenanceRecipient.failedAt),
        eq(maintenanceRecipient.counts, true),
      ),
    )
    .limit(1)
  return open !== undefined
}

/** All evidence of an announcement, in the order in which it was asked for. */
export function evidenceOf({ tx }: Pick<Ctx, 'tx'>, announcementId: string) {
  return tx
    .select()
    .from(maintenanceRecipient)
    .where(eq(maintenanceRecipient.announcementId, announcementId))
    .orderBy(asc(maintenanceRecipient.id))
}
