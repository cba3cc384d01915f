import type { Ctx, OutgoingMail } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { maintenanceRecipient } from '../tables.ts'
import { holdAnnouncement, settleAnnouncement } from './settle-announcement.ts'

/** SLA §5: keeps what became of a notice's mail as evidence, in the transaction that settles the mail (row 20). */
export async function recordMail(ctx: Ctx, mail: OutgoingMail): Promise<void> {
  const { acceptedAt, failedAt, transport, response } = mail
  const [recipient] = await ctx.tx
    .select({ id: maintenanceRecipient.id, announcementId: maintenanceRecipient.announcementId })
    .from(maintenanceRecipient)
    .where(eq(maintenanceRecipient.mailId, mail.id))
  if (recipient === undefined) return
  const announcement = await holdAnnouncement(ctx, recipient.announcementId)
  await ctx.tx
    .update(maintenanceRecipient)
    .set({ acceptedAt, failedAt, failure: mail.lastError, transport, response })
    .where(eq(maintenanceRecipient.id, recipient.id))
  await settleAnnouncement(ctx, announcement)
}
