import type { Ctx } from '@tractops/platform'
import { asc, desc, eq, inArray } from 'drizzle-orm'
import { maintenanceAnnouncement } from '../tables.ts'

export type AnnouncementRow = typeof maintenanceAnnouncement.$inferSelect

/** The announcements of each maintenance, by its id, in the order in which they were made. */
export async function announcementsOf(
  { tx }: Pick<Ctx, 'tx'>,
  ids: readonly string[],
): Promise<Map<string, AnnouncementRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(maintenanceAnnouncement)
    .where(inArray(maintenanceAnnouncement.maintenanceId, [...ids]))
    .orderBy(asc(maintenanceAnnouncement.seq))
  return Map.groupBy(rows, ({ maintenanceId }) => maintenanceId)
}

export async function latestAnnouncement(
  { tx }: Pick<Ctx, 'tx'>,
  id: string,
): Promise<AnnouncementRow | null> {
  const [latest] = await tx
    .select()
    .from(maintenanceAnnouncement)
    .where(eq(maintenanceAnnouncement.maintenanceId, id))
    .orderBy(desc(maintenanceAnnouncement.seq))
    .limit(1)
  return latest ?? null
}
