import { type Actor, type Ctx, renderMarkdown } from '@tractops/platform'
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { noticeFor } from '../announce/standing.ts'
import { type MaintenanceRow, policyFor, stateOf } from '../hold.ts'
import { maintenance, maintenanceUpdate } from '../tables.ts'
import type { MaintenanceState } from '../words.ts'
import { type AnnouncementRow, announcementsOf } from './announcements.ts'

/** A maintenance as everybody may read it; `publishedAt` and `emailedAt` are those of its latest announcement. */
export type PublicMaintenance = {
  id: string
  title: string
  /** Markdown. */
  text: string
  /** The same as HTML that is safe to show. */
  html: string
  components: { key: string; name: string }[]
  announcedStart: Temporal.Instant
  announcedEnd: Temporal.Instant
  publishedAt: Temporal.Instant
  /** When the last mail was accepted; null while mail is on its way, and where somebody was not told. */
  emailedAt: Temporal.Instant | null
  /** Whether all of it was announced in time (row 20), and why. */
  noticeEnough: boolean
  because: string
  startedAt: Temporal.Instant | null
  overrunAt: Temporal.Instant | null
  completedAt: Temporal.Instant | null
  cancelledAt: Temporal.Instant | null
  state: Exclude<MaintenanceState, 'draft'>
  /** Oldest first. */
  updates: { at: Temporal.Instant; text: string; html: string; by: string }[]
  updatedAt: Temporal.Instant
}

const underWay = and(isNotNull(maintenance.startedAt), isNull(maintenance.completedAt))

export type MaintenanceFilter = {
  from?: Temporal.Instant | undefined
  to?: Temporal.Instant | undefined
  state?: PublicMaintenance['state'] | undefined
}

/** The published maintenances whose announced or real time touches [from, to), the latest first. */
export async function publicMaintenances(
  ctx: Pick<Ctx, 'tx'>,
  { from, to, state }: MaintenanceFilter = {},
): Promise<PublicMaintenance[]> {
  const rows = await ctx.tx
    .select()
    .from(maintenance)
    .where(
      and(
        isNotNull(maintenance.publishedAt),
        to === undefined ? undefined : or(lt(maintenance.start, to), lt(maintenance.startedAt, to)),
        from === undefined
          ? undefined
          : or(gt(maintenance.end, from), gt(maintenance.completedAt, from), underWay),
      ),
    )
    .orderBy(desc(maintenance.start), desc(maintenance.id))
  const wanted = state === undefined ? rows : rows.filter((row) => stateOf(row) === state)
  return whole(ctx, wanted)
}

/** One published maintenance; null where there is none, and for a plan that nobody was told of. */
export async function publicMaintenance(ctx: Pick<Ctx, 'tx'>, id: string): Promise<PublicMaintenance | null> {
  const rows = await ctx.tx
    .select()
    .from(maintenance)
    .where(and(eq(maintenance.id, id), isNotNull(maintenance.publishedAt)))
  return (await whole(ctx, rows))[0] ?? null
}

async function whole(ctx: Pick<Ctx, 'tx'>, rows: readonly MaintenanceRow[]): Promise<PublicMaintenance[]> {
  const ids = rows.map(({ id }) => id)
  const announcements = await announcementsOf(ctx, ids)
  const updates = await updatesOf(ctx, ids)
  return rows.map((row) => publicOf(row, announcements.get(row.id)!, updates.get(row.id) ?? []))
}

type UpdateRow = typeof maintenanceUpdate.$inferSelect

/** What was said of each maintenance, by its id, oldest first. */
export async function updatesOf(
  { tx }: Pick<Ctx, 'tx'>,
  ids: readonly string[],
): Promise<Map<string, UpdateRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(maintenanceUpdate)
    .where(inArray(maintenanceUpdate.maintenanceId, [...ids]))
    .orderBy(asc(maintenanceUpdate.id))
  return Map.groupBy(rows, ({ maintenanceId }) => maintenanceId)
}

function publicOf(
  row: MaintenanceRow,
  announcements: readonly AnnouncementRow[],
  updates: readonly UpdateRow[],
): PublicMaintenance {
  const { id, title, text, components, startedAt, overrunAt, completedAt, cancelledAt, updatedAt } = row
  const { start, end, publishedAt, emailedAt } = announcements.at(-1)!
  const notice = noticeFor(policyFor(start), announcements, row)
  return {
    id,
    title,
    text,
    html: renderMarkdown(text),
    components,
    announcedStart: start,
    announcedEnd: end,
    publishedAt,
    emailedAt,
    noticeEnough: notice.enough,
    because: notice.because,
    startedAt,
    overrunAt,
    completedAt,
    cancelledAt,
    state: stateOf(row) as PublicMaintenance['state'],
    updates: updates.map(updateOf),
    updatedAt,
  }
}

/** What was said, as everybody may read it; the machine says so of itself where others sign with their name. */
export const updateOf = ({ at, text, by }: Pick<UpdateRow, 'at' | 'text' | 'by'>) => ({
  at,
  text,
  html: renderMarkdown(text),
  by: nameOf(by),
})

export const nameOf = (actor: Actor): string => (actor.kind === 'system' ? 'automatic' : actor.name)
