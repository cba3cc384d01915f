import { type Actor, AppError, announce, audit, type Ctx, type JsonValue } from '@tractops/platform'
import { defaultPolicies, type Policy, policyAt } from '@tractops/sla'
import { eq, sql } from 'drizzle-orm'
import { maintenance, maintenanceChange, maintenanceUpdate } from './tables.ts'
import type { ChangeKind, MaintenanceState } from './words.ts'

/** What acts in this room when no person does. */
export const MAINTENANCE: Actor = { kind: 'system', name: 'maintenance' }

/** Held while any maintenance is changed. Any number will do; it never changes. */
const maintenanceLock = 7_263_541_100

export type MaintenanceRow = typeof maintenance.$inferSelect

/** The agreement that judges a maintenance: the version in force when it starts. */
export const policyFor = (at: Temporal.Instant): Policy => policyAt(defaultPolicies(), at).policy

/**
 * Waits until nobody else changes maintenances, and keeps it so until the transaction ends: changes are committed in the order
 * of their `seq`, and of two processes that tick one finds that nothing is due any more. Maintenances are few.
 */
export async function holdMaintenances({ tx }: Pick<Ctx, 'tx'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${maintenanceLock})`)
}

/** Holds all maintenances, and finds one. @throws AppError `maintenance_not_found`. */
export async function heldMaintenance(ctx: Pick<Ctx, 'tx'>, id: string): Promise<MaintenanceRow> {
  await holdMaintenances(ctx)
  const [row] = await ctx.tx.select().from(maintenance).where(eq(maintenance.id, id))
  if (row === undefined) throw unknownMaintenance(id)
  return row
}

export const unknownMaintenance = (id: string) =>
  new AppError(
    'maintenance_not_found',
    404,
    `There is no maintenance ${id}; /api/v1/maintenances lists them.`,
    {
      path: 'param.id',
    },
  )

export function stateOf(
  row: Pick<MaintenanceRow, 'cancelledAt' | 'completedAt' | 'overrunAt' | 'startedAt' | 'publishedAt'>,
): MaintenanceState {
  if (row.cancelledAt !== null) return 'cancelled'
  if (row.completedAt !== null) return 'completed'
  if (row.overrunAt !== null) return 'overrun'
  if (row.startedAt !== null) return 'in_progress'
  return row.publishedAt === null ? 'draft' : 'scheduled'
}

/** Refuses what does not fit how far a maintenance is. @throws AppError `maintenance_<state>`. */
export function mustBe(row: MaintenanceRow, states: readonly MaintenanceState[], doing: string): void {
  const state = stateOf(row)
  if (states.includes(state)) return
  const is = { draft: 'not published yet', in_progress: 'under way' } as Partial<
    Record<MaintenanceState, string>
  >
  throw new AppError(
    `maintenance_${state}`,
    409,
    `This maintenance is ${is[state] ?? state}, so it cannot be ${doing}. Nothing was changed.`,
  )
}

/** Says something on the page of a maintenance, in Markdown. */
export async function say(ctx: Ctx, maintenanceId: string, text: string): Promise<void> {
  await ctx.tx.insert(maintenanceUpdate).values({ maintenanceId, at: ctx.now, text, by: ctx.actor })
}

/** Ends every change: it is told to whoever follows changes, to every process, and, last, to the audit chain. */
export async function tell(
  ctx: Ctx,
  told: { id: string; kind?: ChangeKind; action: string; detail?: JsonValue },
): Promise<void> {
  const { id, kind, action, detail } = told
  if (kind !== undefined)
    await ctx.tx.insert(maintenanceChange).values({ maintenanceId: id, kind, at: ctx.now })
  await announce(ctx, 'maintenance')
  await audit(ctx, { action, subject: id, ...(detail === undefined ? {} : { detail }) })
}
