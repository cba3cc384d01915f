import { randomUUID } from 'node:crypto'
import type { Ctx } from '@tractops/platform'
import type { Interval } from '@tractops/sla'
import type { MaintenanceRow } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { maintenanceAnnouncement } from '../tables.ts'
import { addRecipients } from './find-recipients.ts'
import { settleAnnouncement } from './settle-announcement.ts'
import { writeNotices } from './write-notices.ts'

/** Announces an interval: on the page with this transaction, and by a mail to everybody who must be told. */
export async function makeAnnouncement(
  ctx: Ctx,
  out: Outlet,
  row: MaintenanceRow,
  { start, end, note }: Interval & { note: string | null },
): Promise<void> {
  const id = `ann_${randomUUID()}`
  const [announcement] = await ctx.tx
    .insert(maintenanceAnnouncement)
    .values({ id, maintenanceId: row.id, start, end, note, publishedAt: ctx.now, publishedBy: ctx.actor })
    .returning()
  await addRecipients(ctx, announcement!)
  await writeNotices(ctx, out, row, announcement!)
  await settleAnnouncement(ctx, announcement!)
}
