import { audit, type Ctx } from '@tractops/platform'
import { asc, eq, lte } from 'drizzle-orm'
import { holdIncidents } from './record/hold.ts'
import { incident } from './tables.ts'

/** Reminds of every postmortem whose reminder has come due: 2 days before it is owed, and once more when it is. */
export async function remindOfPostmortems(ctx: Ctx): Promise<number> {
  const due = lte(incident.remindDueAt, ctx.now)
  const [any] = await ctx.tx.select({ id: incident.id }).from(incident).where(due).limit(1)
  if (any === undefined) return 0
  await holdIncidents(ctx)
  const rows = await ctx.tx.select().from(incident).where(due).orderBy(asc(incident.remindDueAt))
  for (const { id, title, postmortemDueAt } of rows) {
    const isLast = Temporal.Instant.compare(postmortemDueAt!, ctx.now) <= 0
    const remindDueAt = isLast ? null : postmortemDueAt
    await ctx.tx.update(incident).set({ remindDueAt }).where(eq(incident.id, id))
    const detail = { title, owedBy: String(postmortemDueAt) }
    await audit(ctx, { action: 'incident.postmortem_reminded', subject: id, detail })
  }
  return rows.length
}
