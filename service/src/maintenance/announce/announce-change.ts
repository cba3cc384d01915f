import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { spellInterval } from '../../notation/index.ts'
import { heldMaintenance, mustBe, policyFor, say, tell } from '../hold.ts'
import type { Outlet } from '../mail/outlet.ts'
import { checkInterval } from '../plan/interval.ts'
import { maintenance } from '../tables.ts'
import { makeAnnouncement } from './make-announcement.ts'
import { dueInstants } from './publish-maintenance.ts'

type Change = {
  start?: Temporal.Instant | undefined
  end?: Temporal.Instant | undefined
  note: string | null
}

/**
 * SLA §5: announces another time for a maintenance that was published, an extension too. The notices before it keep what they
 * promised as far as it stands; what is new was announced now (rows 20 and 21). Once it is under way only its end can move.
 *
 * @throws AppError `start_passed`, `end_passed`, `nothing_changed`.
 */
export async function announceChange(ctx: Ctx, out: Outlet, id: string, change: Change): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['scheduled', 'in_progress', 'overrun'], 'announced anew')
  const { start = row.start, end = row.end } = change
  const moved = !start.equals(row.start)
  checkInterval({ start, end })
  refuse(
    moved && Temporal.Instant.compare(start, ctx.now) < 0,
    'start_passed',
    'This start has passed; announce one that is to come.',
    'json.start',
  )
  refuse(
    row.startedAt !== null && moved,
    'start_passed',
    'It has begun; only its end can be moved.',
    'json.start',
  )
  refuse(
    Temporal.Instant.compare(end, ctx.now) <= 0,
    'end_passed',
    'This end has passed; complete it instead.',
    'json.end',
  )
  refuse(
    !moved && end.equals(row.end),
    'nothing_changed',
    'This is the time that was announced already.',
    'json.end',
  )
  const longer = Temporal.Instant.compare(end, row.end) > 0
  const due = dueInstants({ start, end }, ctx.now)
  const [changed] = await ctx.tx
    .update(maintenance)
    .set({
      start,
      end,
      updatedAt: ctx.now,
      sequence: row.sequence + 1,
      overrunAt: null,
      noticesDueAt: ctx.now,
      overrunDueAt: due.overrunDueAt,
      ...(row.startedAt === null ? due : {}),
    })
    .where(eq(maintenance.id, id))
    .returning()
  const { zone } = policyFor(start)
  const was = `New time: ${spellInterval({ start, end }, zone)}. It was ${spellInterval(row, zone)}.`
  await say(ctx, id, change.note === null ? was : `${was}\n\n${change.note}`)
  await makeAnnouncement(ctx, out, changed!, { start, end, note: change.note })
  const detail = {
    start: start.toString(),
    end: end.toString(),
    was: [row.start.toString(), row.end.toString()],
  }
  const kind = !moved && longer ? 'extended' : 'updated'
  await tell(ctx, { id, kind, action: 'maintenance.announced_anew', detail })
}

function refuse(wrong: boolean, code: string, message: string, path: string): void {
  if (wrong) throw new AppError(code, 409, message, { path })
}
