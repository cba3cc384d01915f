import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { asc, eq, lte, or } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { spellClock } from '../../notation/index.ts'
import { addNewcomers } from '../announce/find-recipients.ts'
import { evidenceOf, holdAnnouncement, settleAnnouncement } from '../announce/settle-announcement.ts'
import { writeNotices } from '../announce/write-notices.ts'
import { holdMaintenances, MAINTENANCE, type MaintenanceRow, policyFor, say, tell } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { overrunMail, reminderMail } from '../mail/texts.ts'
import { latestAnnouncement } from '../read/announcements.ts'
import { maintenance } from '../tables.ts'
import { startWork } from './start-work.ts'
import { writeToContacts } from './write-to-contacts.ts'

const LOOK_EVERY_S = 60

/**
 * Does everything of maintenances that has come due: the mails that are still to be queued, reminders, starts and overruns. Each
 * is done in a transaction of its own that no other process can share, so any number of processes may do this together.
 */
export async function doWhatIsDue(p: Pick<Platform, 'db' | 'clock'>, out: Outlet): Promise<void> {
  const steps: [AnyPgColumn, (ctx: Ctx, row: MaintenanceRow) => Promise<void>][] = [
    [maintenance.noticesDueAt, (ctx, row) => writeOn(ctx, out, row)],
    [maintenance.remindDueAt, (ctx, row) => remind(ctx, out, row)],
    [maintenance.startDueAt, (ctx, row) => startWork(ctx, row.id)],
    [maintenance.overrunDueAt, (ctx, row) => tellOverrun(ctx, out, row)],
  ]
  // It is asked every two seconds: one look tells that there is nothing.
  const isDue = or(...steps.map(([column]) => lte(column, p.clock.now())))
  const some = await p.db.select({ id: maintenance.id }).from(maintenance).where(isDue).limit(1)
  if (some.length === 0) return
  for (const [column, work] of steps)
    while (await inTransaction(p, MAINTENANCE, (ctx) => doFirst(ctx, column, work)));
}

async function doFirst(
  ctx: Ctx,
  column: AnyPgColumn,
  work: (ctx: Ctx, row: MaintenanceRow) => Promise<void>,
): Promise<boolean> {
  const first = () =>
    ctx.tx.select().from(maintenance).where(lte(column, ctx.now)).orderBy(asc(column)).limit(1)
  if ((await first()).length === 0) return false
  await holdMaintenances(ctx)
  const [row] = await first()
  if (row !== undefined) await work(ctx, row)
  return row !== undefined
}

/** Queues what is left of many mails, and looks for those who became contacts since, until the maintenance begins. */
async function writeOn(ctx: Ctx, out: Outlet, row: MaintenanceRow): Promise<void> {
  const announcement = await holdAnnouncement(ctx, (await latestAnnouncement(ctx, row.id))!.id)
  const begun = row.startedAt !== null
  const added = begun ? 0 : await addNewcomers(ctx, announcement, await evidenceOf(ctx, announcement.id))
  const isAll = await writeNotices(ctx, out, row, announcement)
  if (added > 0) await settleAnnouncement(ctx, announcement)
  const nextAt = isAll ? ctx.now.add({ seconds: LOOK_EVERY_S }) : ctx.now
  await ctx.tx
    .update(maintenance)
    .set({ noticesDueAt: begun && isAll ? null : nextAt })
    .where(eq(maintenance.id, row.id))
}

async function remind(ctx: Ctx, out: Outlet, row: MaintenanceRow): Promise<void> {
  await ctx.tx.update(maintenance).set({ remindDueAt: null }).where(eq(maintenance.id, row.id))
  if (Temporal.Instant.compare(row.start, ctx.now) <= 0) return
  await writeToContacts(ctx, out, row, { occasion: `reminder of ${row.start}`, mail: reminderMail })
  await tell(ctx, { id: row.id, kind: 'reminder', action: 'maintenance.reminded' })
}

/** SLA §5: the announced end has passed and nobody has completed it: from now on what fails counts as downtime (row 21). */
async function tellOverrun(ctx: Ctx, out: Outlet, row: MaintenanceRow): Promise<void> {
  const [overrun] = await ctx.tx
    .update(maintenance)
    .set({ overrunAt: row.end, overrunDueAt: null, updatedAt: ctx.now })
    .where(eq(maintenance.id, row.id))
    .returning()
  const { zone } = policyFor(row.end)
  await say(
    ctx,
    row.id,
    `The maintenance takes longer than announced. Since ${spellClock(row.end, zone)} whatever fails counts as downtime.`,
  )
  await writeToContacts(ctx, out, overrun!, { occasion: `overrun of ${row.end}`, mail: overrunMail })
  await tell(ctx, {
    id: row.id,
    kind: 'overrun',
    action: 'maintenance.overran',
    detail: { since: row.end.toString() },
  })
}
