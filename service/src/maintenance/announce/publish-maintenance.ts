import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { heldMaintenance, mustBe, tell } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { maintenance } from '../tables.ts'
import { makeAnnouncement } from './make-announcement.ts'

const REMIND_HOURS = 24

/**
 * SLA §5: publishes a planned maintenance: on /status from this instant on, and by one mail to every customer contact. Whether
 * that is early enough is judged when all of them are accepted (row 20). @throws AppError `maintenance_over`.
 */
export async function publishMaintenance(ctx: Ctx, out: Outlet, id: string): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['draft'], 'published')
  if (Temporal.Instant.compare(row.end, ctx.now) <= 0)
    throw new AppError(
      'maintenance_over',
      409,
      'This time has passed; plan another one before you publish it.',
    )
  const [published] = await ctx.tx
    .update(maintenance)
    .set({
      publishedAt: ctx.now,
      publishedBy: ctx.actor,
      updatedAt: ctx.now,
      noticesDueAt: ctx.now,
      ...dueInstants(row, ctx.now),
    })
    .where(eq(maintenance.id, id))
    .returning()
  await makeAnnouncement(ctx, out, published!, { ...row, note: null })
  const detail = { title: row.title, start: row.start.toString(), end: row.end.toString() }
  await tell(ctx, { id, kind: 'published', action: 'maintenance.published', detail })
}

/** What comes due of an announced interval; a reminder only where the announcement was more than a day ahead. */
export function dueInstants(
  { start, end }: { start: Temporal.Instant; end: Temporal.Instant },
  now: Temporal.Instant,
) {
  const remindAt = start.subtract({ hours: REMIND_HOURS })
  return {
    remindDueAt: Temporal.Instant.compare(remindAt, now) > 0 ? remindAt : null,
    startDueAt: start,
    overrunDueAt: end,
  }
}
