import type { Ctx } from '@tractops/platform'
import { type SQL, sql } from 'drizzle-orm'
import { ticket } from '../tables.ts'
import { isAside, LIVE } from './conditions.ts'

/** How many tickets each standard view shows, of those that are not closed. */
export type ViewCounts = Record<
  'mine' | 'unassigned' | 'unanswered' | 'breached' | 'urgent' | 'open' | 'waiting' | 'snoozed',
  number
>

export async function countViews(
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  { me }: { me: string | null },
): Promise<ViewCounts> {
  const countOf = (which: SQL) => sql<number>`count(*) filter (where ${which})`.mapWith(Number)
  const here = sql`not coalesce(${isAside(now)}, false)`
  const [found] = await tx
    .select({
      mine: countOf(sql`${ticket.assigneeId} = ${me} and ${ticket.status} = 'open' and ${here}`),
      unassigned: countOf(sql`${ticket.assigneeId} is null and ${ticket.status} = 'open' and ${here}`),
      unanswered: countOf(sql`${ticket.respondedAt} is null and ${here}`),
      breached: countOf(sql`${ticket.respondedAt} is null and ${ticket.breachedAt} is not null`),
      urgent: countOf(sql`${ticket.severity} = 'P1'`),
      open: countOf(sql`${ticket.status} = 'open' and ${here}`),
      waiting: countOf(sql`${ticket.status} = 'waiting' and ${here}`),
      snoozed: countOf(isAside(now)),
    })
    .from(ticket)
    .where(LIVE)
  return found!
}
