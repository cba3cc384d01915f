import { type Ctx, queueMail } from '@tractops/platform'
import type { Interval } from '@tractops/sla'
import { and, asc, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { MaintenanceRow } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { noticeMail } from '../mail/texts.ts'
import { maintenanceAnnouncement, maintenanceRecipient } from '../tables.ts'

/** How many mails are queued in one transaction, so that none lasts long. */
const AT_ONCE = 200

/**
 * Queues the mails of an announcement to those whom nobody has written to yet, some 200 at most. Resolves to true when that
 * was all.
 */
export async function writeNotices(
  ctx: Ctx,
  out: Outlet,
  row: MaintenanceRow,
  announcement: typeof maintenanceAnnouncement.$inferSelect,
): Promise<boolean> {
  const waiting = await ctx.tx
    .select()
    .from(maintenanceRecipient)
    .where(
      and(
        eq(maintenanceRecipient.announcementId, announcement.id),
        isNull(maintenanceRecipient.acceptedAt),
        isNull(maintenanceRecipient.failedAt),
        isNull(maintenanceRecipient.mailId),
        isNotNull(maintenanceRecipient.email),
      ),
    )
    .orderBy(asc(maintenanceRecipient.id))
    .limit(AT_ONCE)
  const previous = waiting.length === 0 ? null : await previousOf(ctx, announcement)
  for (const { id, contactId, name, email, customerName } of waiting) {
    const mail = noticeMail(
      row,
      { ...announcement, previous },
      { customerName, name: name!, email: email! },
      out,
    )
    const key = `maintenance/${announcement.id}/${contactId}/${id}`
    const { id: mailId } = await queueMail(ctx, out.queue, { ...mail, idempotencyKey: key })
    await ctx.tx.update(maintenanceRecipient).set({ mailId }).where(eq(maintenanceRecipient.id, id))
  }
  return waiting.length < AT_ONCE
}

async function previousOf(
  { tx }: Pick<Ctx, 'tx'>,
  { maintenanceId, seq }: typeof maintenanceAnnouncement.$inferSelect,
): Promise<Interval | null> {
  const [previous] = await tx
    .select({ start: maintenanceAnnouncement.start, end: maintenanceAnnouncement.end })
    .from(maintenanceAnnouncement)
    .where(
      and(eq(maintenanceAnnouncement.maintenanceId, maintenanceId), lt(maintenanceAnnouncement.seq, seq)),
    )
    .orderBy(desc(maintenanceAnnouncement.seq))
    .limit(1)
  return previous ?? null
}
