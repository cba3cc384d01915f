import type { Ctx } from '@tractops/platform'
import { and, asc, gte, isNotNull } from 'drizzle-orm'
import { maintenance } from '../tables.ts'
import { calendarOf } from './calendar-of.ts'

const PAST_HOURS = 365 * 24

/** SLA §5: `/status/maintenance.ics`: every maintenance that was published and ends in the last year or later. */
export async function calendarFeed(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  { publicUrl }: { publicUrl: string | null },
): Promise<string> {
  const rows = await tx
    .select()
    .from(maintenance)
    .where(and(isNotNull(maintenance.publishedAt), gte(maintenance.end, now.subtract({ hours: PAST_HOURS }))))
    .orderBy(asc(maintenance.start), asc(maintenance.id))
  return calendarOf(rows, { publicUrl, name: 'Announced maintenance' })
}
