import type { Ctx } from '@tractops/platform'
import { and, asc, isNull } from 'drizzle-orm'
import { incident } from '../tables.ts'

/** Incidents that are open, the oldest first: what is wrong by what was told of it. */
export async function troubles({ tx }: Pick<Ctx, 'tx'>) {
  const rows = await tx
    .select()
    .from(incident)
    .where(and(isNull(incident.resolvedAt), isNull(incident.mergedInto)))
    .orderBy(asc(incident.startedAt))
    .limit(50)
  return rows.map(({ id, title, state, startedAt }) => ({
    kind: 'incident.open',
    since: startedAt,
    title,
    text: `The incident is open: ${state}.`,
    href: `/console/incidents/${id}`,
  }))
}
