import { randomUUID } from 'node:crypto'
import { type Actor, AppError, announce, audit, type Ctx, type JsonValue } from '@tractops/platform'
import { eq, sql } from 'drizzle-orm'
import { incident, incidentChange } from '../tables.ts'
import type { ChangeKind } from '../words.ts'

/** What acts in this room when no person does. */
export const INCIDENTS: Actor = { kind: 'system', name: 'incidents' }

/** Held while anything about incidents is changed. Any number will do; it never changes. */
const incidentsLock = 7_263_541_090

export type IncidentRow = typeof incident.$inferSelect

export const newId = (prefix: 'inc' | 'upd' | 'tpl' | 'fmj' | 'gap'): string => `${prefix}_${randomUUID()}`

/**
 * Waits until nobody else changes incidents, and keeps it so until the transaction ends: changes are then committed in the order of
 * their `seq`, and two processes do not open two incidents for one outage. Incidents are few, so nobody waits long.
 */
export async function holdIncidents({ tx }: Pick<Ctx, 'tx'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${incidentsLock})`)
}

/** Holds all incidents, and finds one. @throws AppError `incident_unknown`, `incident_merged`. */
export async function heldIncident(ctx: Ctx, id: string, path = 'id'): Promise<IncidentRow> {
  await holdIncidents(ctx)
  const [row] = await ctx.tx.select().from(incident).where(eq(incident.id, id))
  if (row === undefined)
    throw new AppError('incident_unknown', 404, `There is no incident ${id}; /api/v1/incidents lists them.`, {
      path,
    })
  if (row.mergedInto !== null)
    throw new AppError(
      'incident_merged',
      409,
      `This incident was merged into ${row.mergedInto}; change that one. Nothing was changed.`,
      { path },
    )
  return row
}

/** What follows for an incident when `ctx.actor` changes it: the first person takes it, and the machine no longer resolves it. */
export function takenBy(ctx: Ctx, row: Pick<IncidentRow, 'takenAt'>): Partial<IncidentRow> {
  if (ctx.actor.kind === 'system' || row.takenAt !== null) return { updatedAt: ctx.now }
  return { updatedAt: ctx.now, takenAt: ctx.now, takenBy: ctx.actor, resolveDueAt: null }
}

/** Ends every change of an incident: it is told to whoever follows changes, to every process, and, last, to the audit chain. */
export async function tell(
  ctx: Ctx,
  said: {
    incidentId: string
    updateId?: string
    kinds: readonly ChangeKind[]
    action: string
    detail: JsonValue
  },
): Promise<void> {
  const { incidentId, updateId = null, kinds, action, detail } = said
  for (const kind of kinds)
    await ctx.tx.insert(incidentChange).values({ incidentId, updateId, kind, at: ctx.now })
  await announce(ctx, 'incidents')
  await audit(ctx, { action, subject: incidentId, detail })
}
