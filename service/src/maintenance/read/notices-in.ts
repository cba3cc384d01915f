import type { Ctx } from '@tractops/platform'
import { and, asc, gt, isNotNull, isNull, lt } from 'drizzle-orm'
import { standing } from '../announce/standing.ts'
import { maintenance } from '../tables.ts'
import { announcementsOf } from './announcements.ts'

/** An interval that was announced, as the engine judges it, and of which maintenance it is. */
export type Notice = {
  id: string
  title: string
  start: Temporal.Instant
  end: Temporal.Instant
  publishedAt: Temporal.Instant
  emailedAt: Temporal.Instant | null
  components: string[]
}

/**
 * SLA §4(a): the notices that touch [from, to), the earliest first: what was announced of each maintenance and still stands, whether
 * in time or not, which the engine judges. An extension is a notice of its own; what was cancelled or moved is none (rows 20, 21).
 */
export async function noticesIn(
  ctx: Pick<Ctx, 'tx'>,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<Notice[]> {
  const rows = await ctx.tx
    .select()
    .from(maintenance)
    .where(
      and(
        isNotNull(maintenance.publishedAt),
        isNull(maintenance.cancelledAt),
        lt(maintenance.start, to),
        gt(maintenance.end, from),
      ),
    )
    .orderBy(asc(maintenance.start), asc(maintenance.id))
  const announcements = await announcementsOf(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.flatMap(({ id, title, components }) =>
    standing(announcements.get(id)!)
      .filter(
        ({ start, end }) =>
          Temporal.Instant.compare(start, to) < 0 && Temporal.Instant.compare(end, from) > 0,
      )
      .map(({ start, end, publishedAt, emailedAt }) => ({
        id,
        title,
        start,
        end,
        publishedAt,
        emailedAt,
        components: components.map(({ key }) => key),
      })),
  )
}
