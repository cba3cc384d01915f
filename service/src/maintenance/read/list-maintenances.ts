import type { Ctx } from '@tractops/platform'
import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { noticeFor, noticeOf } from '../announce/standing.ts'
import { type MaintenanceRow, policyFor, stateOf, unknownMaintenance } from '../hold.ts'
import { maintenance, maintenanceRecipient } from '../tables.ts'
import type { MaintenanceState } from '../words.ts'
import { type AnnouncementRow, announcementsOf } from './announcements.ts'
import { updateOf, updatesOf } from './public-maintenance.ts'

/** How many of those an announcement went to were told, are waited for, and were not told. */
type Reached = { accepted: number; waiting: number; failed: number }

/** A maintenance as staff see it. */
export type StaffMaintenance = MaintenanceRow & {
  state: MaintenanceState
  announcements: (AnnouncementRow & { reached: Reached })[]
  /** What stands of the announcements, piece by piece. */
  notices: (AnnouncementRow & { enough: boolean; because: string })[]
  noticeEnough: boolean
  because: string
  updates: ReturnType<typeof updateOf>[]
}

const inState: Record<MaintenanceState, SQL | undefined> = {
  draft: isNull(maintenance.publishedAt),
  scheduled: and(
    isNotNull(maintenance.publishedAt),
    isNull(maintenance.startedAt),
    isNull(maintenance.cancelledAt),
  ),
  in_progress: and(
    isNotNull(maintenance.startedAt),
    isNull(maintenance.overrunAt),
    isNull(maintenance.completedAt),
  ),
  overrun: and(isNotNull(maintenance.overrunAt), isNull(maintenance.completedAt)),
  completed: isNotNull(maintenance.completedAt),
  cancelled: isNotNull(maintenance.cancelledAt),
}

/** Maintenances and plans, the latest start first, at most `limit`, from the one after `after` (its start in ms, its id) on. */
export async function listMaintenances(
  ctx: Pick<Ctx, 'tx'>,
  {
    state,
    after,
    limit,
  }: { state?: MaintenanceState | undefined; after: [number, string] | null; limit: number },
): Promise<StaffMaintenance[]> {
  const at = after && Temporal.Instant.fromEpochMilliseconds(after[0]).toString()
  const rows = await ctx.tx
    .select()
    .from(maintenance)
    .where(
      and(
        state === undefined ? undefined : inState[state],
        after === null
          ? undefined
          : sql`(${maintenance.start}, ${maintenance.id}) < (${at}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(maintenance.start), desc(maintenance.id))
    .limit(limit)
  return whole(ctx, rows)
}

/** One maintenance as staff see it. @throws AppError `maintenance_not_found`. */
export async function findMaintenance(ctx: Pick<Ctx, 'tx'>, id: string): Promise<StaffMaintenance> {
  const [found] = await whole(ctx, await ctx.tx.select().from(maintenance).where(eq(maintenance.id, id)))
  if (found === undefined) throw unknownMaintenance(id)
  return found
}

async function whole(ctx: Pick<Ctx, 'tx'>, rows: readonly MaintenanceRow[]): Promise<StaffMaintenance[]> {
  const ids = rows.map(({ id }) => id)
  const announcements = await announcementsOf(ctx, ids)
  const updates = await updatesOf(ctx, ids)
  const reached = await reachedBy(ctx, [...announcements.values()].flat())
  return rows.map((row) => {
    const own = announcements.get(row.id) ?? []
    const policy = policyFor(row.start)
    const notice = noticeFor(policy, own, row)
    return {
      ...row,
      state: stateOf(row),
      announcements: own.map((one) => ({ ...one, reached: reached.get(one.id) ?? NOBODY_YET })),
      notices: notice.pieces.map((piece) => ({ ...piece, ...noticeOf(policy, [piece]) })),
      noticeEnough: notice.enough,
      because: notice.because,
      updates: (updates.get(row.id) ?? []).map(updateOf),
    }
  })
}

const NOBODY_YET: Reached = { accepted: 0, waiting: 0, failed: 0 }

async function reachedBy(
  { tx }: Pick<Ctx, 'tx'>,
  announcements: readonly AnnouncementRow[],
): Promise<Map<string, Reached>> {
  if (announcements.length === 0) return new Map()
  const count = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`
  const { acceptedAt, failedAt, announcementId } = maintenanceRecipient
  const rows = await tx
    .select({
      id: announcementId,
      accepted: count(sql`${acceptedAt} is not null`),
      waiting: count(sql`${acceptedAt} is null and ${failedAt} is null`),
      failed: count(sql`${failedAt} is not null`),
    })
    .from(maintenanceRecipient)
    .where(sql`${announcementId} = any(${sql.param(announcements.map(({ id }) => id))}::text[])`)
    .groupBy(announcementId)
  return new Map(rows.map(({ id, ...reached }) => [id, reached]))
}
