import { audit, type Ctx } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { asc, eq, lte } from 'drizzle-orm'
import { spellToTheSecond } from '../notation/index.ts'
import { holdIncidents } from './record/hold.ts'
import { zoneAt } from './record/zone-at.ts'
import { incident } from './tables.ts'
import { type Out, writeToStaff } from './write-to-staff.ts'

/** Reminds the leads by mail of every postmortem whose reminder has come due: 2 days before it is owed, and once more when it is. */
export async function remindOfPostmortems(
  ctx: Ctx,
  { policies, out }: { policies: readonly Policy[]; out: Out },
): Promise<number> {
  const due = lte(incident.remindDueAt, ctx.now)
  const [any] = await ctx.tx.select({ id: incident.id }).from(incident).where(due).limit(1)
  if (any === undefined) return 0
  await holdIncidents(ctx)
  const rows = await ctx.tx.select().from(incident).where(due).orderBy(asc(incident.remindDueAt))
  for (const { id, title, postmortemDueAt: owedBy } of rows) {
    const isLast = Temporal.Instant.compare(owedBy!, ctx.now) <= 0
    const remindDueAt = isLast ? null : owedBy
    await writeToStaff(ctx, out, 'lead', {
      ...{ kind: 'incident.postmortem_owed', incidentId: id },
      subject: `Postmortem owed: ${title}`,
      paragraphs: [
        `What was learned of this incident is to be published by ${spellToTheSecond(owedBy!, zoneAt(policies, ctx.now))}.`,
        isLast ? 'This is the last reminder.' : 'There will be one more reminder when it is due.',
      ],
      idempotencyKey: `incident.postmortem_owed/${id}/${owedBy}/${isLast ? 'last' : 'first'}`,
    })
    await ctx.tx.update(incident).set({ remindDueAt }).where(eq(incident.id, id))
    const detail = { title, owedBy: String(owedBy) }
    await audit(ctx, { action: 'incident.postmortem_reminded', subject: id, detail })
  }
  return rows.length
}
