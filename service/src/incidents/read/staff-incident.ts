import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { incident } from '../tables.ts'
import { type PublicIncident, publicName } from './public-incident.ts'
import { publicIncident } from './read-incidents.ts'

/** An incident with what only staff need: who took it, since when all is good, and what comes due in it. */
export type StaffIncident = PublicIncident & {
  taken: { by: string; at: Temporal.Instant } | null
  goodSince: Temporal.Instant | null
  resolveDueAt: Temporal.Instant | null
  postmortemDueAt: Temporal.Instant | null
}

/** @throws AppError `incident_unknown` */
export async function staffIncident(ctx: Pick<Ctx, 'tx'>, id: string): Promise<StaffIncident> {
  const [row] = await ctx.tx.select().from(incident).where(eq(incident.id, id))
  const found = await publicIncident(ctx, id)
  if (row === undefined || found === null)
    throw new AppError('incident_unknown', 404, `There is no incident ${id}; /api/v1/incidents lists them.`, {
      path: 'id',
    })
  const { takenAt, takenBy, goodSince, resolveDueAt, postmortemDueAt } = row
  const taken = takenAt === null ? null : { by: publicName(takenBy!), at: takenAt }
  return { ...found, taken, goodSince, resolveDueAt, postmortemDueAt }
}
