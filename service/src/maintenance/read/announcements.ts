import type { Ctx } from '@tractops/platform'
import { asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { maintenanceAnnouncement } from '../tables.ts'

/** `recorded`: its mails were accepted by the embedded transport, which only records. */
export type AnnouncementRow = typeof maintenanceAnnouncement.$inferSelect & { recorded: boolean }

/** An installation has one transport at a time, so the first mail that was accepted tells. */
const recorded = sql<boolean>`coalesce((
  select r.transport = 'embedded' from maintenance_recipient r
  where r.announcement_id = maintenance_announcement.id and r.accepted_at is not null
  order by r.id limit 1), false)`

/** The announcements of each maintenance, by its id, in the order in which they were made. */
export async function announcementsOf(
  { tx }: Pick<Ctx, 'tx'>,
  ids: readonly string[],
): Promise<Map<string, AnnouncementRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ ...getTableColumns(maintenanceAnnouncement), recorded })
    .from(maintenanceAnnouncement)
    .where(inArray(maintenanceAnnouncement.maintenanceId, [...ids]))
    .orderBy(asc(maintenanceAnnouncement.seq))
  return Map.groupBy(rows, ({ maintenanceId }) => maintenanceId)
}

export async function latestAnnouncement({ tx }: Pick<Ctx, 'tx'>, id: string) {
  const [latest] = await tx
    .select()
    .from(maintenanceAnnouncement)
    .where(eq(maintenanceAnnouncement.maintenanceId, id))
    .orderBy(desc(maintenanceAnnouncement.seq))
    .limit(1)
  return latest ?? null
}
