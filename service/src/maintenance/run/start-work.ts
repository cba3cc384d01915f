import type { Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { spellClock } from '../../notation/index.ts'
import { heldMaintenance, type MaintenanceRow, mustBe, policyFor, say, tell } from '../hold.ts'
import { maintenance } from '../tables.ts'

/**
 * Begins a maintenance: by itself at its announced start, or earlier by hand, and then what fails before the announced start
 * counts as downtime (row 21).
 */
export async function startWork(ctx: Ctx, id: string): Promise<void> {
  const row = await heldMaintenance(ctx, id)
  mustBe(row, ['scheduled'], 'started')
  const byItself = ctx.actor.kind === 'system'
  await ctx.tx
    .update(maintenance)
    .set({
      startedAt: byItself ? row.start : ctx.now,
      startedBy: ctx.actor,
      updatedAt: ctx.now,
      startDueAt: null,
      remindDueAt: null,
    })
    .where(eq(maintenance.id, id))
  await say(ctx, id, saying(row, ctx.now))
  await tell(ctx, {
    id,
    kind: 'started',
    action: 'maintenance.started',
    detail: { announced: row.start.toString() },
  })
}

function saying({ start }: MaintenanceRow, now: Temporal.Instant): string {
  if (Temporal.Instant.compare(now, start) >= 0) return 'The maintenance has begun.'
  const { zone } = policyFor(start)
  return `The maintenance has begun early. What fails before ${spellClock(start, zone)}, its announced start, counts as downtime.`
}
