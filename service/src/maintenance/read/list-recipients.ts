import type { Ctx } from '@tractops/platform'
import { and, asc, eq, gt } from 'drizzle-orm'
import { maintenanceAnnouncement, maintenanceRecipient } from '../tables.ts'

export type RecipientRow = typeof maintenanceRecipient.$inferSelect

/** The evidence of a maintenance's announcements: to whom each went and what became of it, from the one after `after` on. */
export async function listRecipients(
  { tx }: Pick<Ctx, 'tx'>,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<RecipientRow[]> {
  const rows = await tx
    .select({ recipient: maintenanceRecipient })
    .from(maintenanceRecipient)
    .innerJoin(maintenanceAnnouncement, eq(maintenanceAnnouncement.id, maintenanceRecipient.announcementId))
    .where(and(eq(maintenanceAnnouncement.maintenanceId, id), gt(maintenanceRecipient.id, after)))
    .orderBy(asc(maintenanceRecipient.id))
    .limit(limit)
  return rows.map(({ recipient }) => recipient)
}
