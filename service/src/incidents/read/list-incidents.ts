import type { Ctx } from '@tractops/platform'
import { and, desc, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { incident } from '../tables.ts'
import type { IncidentState } from '../words.ts'
import type { PublicIncident } from './public-incident.ts'
import { whole } from './read-incidents.ts'

export type ListIncidents = {
  state?: IncidentState | undefined
  /** `true`: those that are not over; `false`: those that are. */
  unresolved?: boolean | undefined
  /** Begin after the incident of this id. */
  after: string | null
  limit: number
}

/** A stretch of all incidents, the latest start first; those that were merged into others are not among them. */
export async function listIncidents(ctx: Pick<Ctx, 'tx'>, input: ListIncidents): Promise<PublicIncident[]> {
  const { state, unresolved, after, limit } = input
  const conditions: (SQL | undefined)[] = [isNull(incident.mergedInto)]
  if (state !== undefined) conditions.push(sql`${incident.state} = ${state}`)
  if (unresolved !== undefined)
    conditions.push(unresolved ? isNull(incident.resolvedAt) : isNotNull(incident.resolvedAt))
  if (after !== null)
    conditions.push(
      sql`(${incident.startedAt}, ${incident.id}) < (select last.started_at, last.id from incident last where last.id = ${after})`,
    )
  const rows = await ctx.tx
    .select()
    .from(incident)
    .where(and(...conditions))
    .orderBy(desc(incident.startedAt), desc(incident.id))
    .limit(limit)
  return whole(ctx, rows)
}
