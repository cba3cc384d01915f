import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { incident, incidentUpdate } from '../tables.ts'
import { editUpdate } from './edit-update.ts'
import { checkVariables } from './fill-text.ts'
import { heldIncident, newId, takenBy, tell } from './hold.ts'

/**
 * Publishes what was learned of a resolved incident, which closes it; published again, the earlier text stays beside the new one.
 *
 * @throws AppError `not_resolved`
 */
export async function publishPostmortem(
  ctx: Ctx,
  input: { incidentId: string; text: string },
): Promise<{ updateId: string }> {
  const row = await heldIncident(ctx, input.incidentId)
  if (row.resolvedAt === null)
    throw new AppError(
      'not_resolved',
      409,
      'A postmortem is written when the incident is over; resolve it first. Nothing was published.',
    )
  const closed = {
    ...takenBy(ctx, row),
    state: 'postmortem',
    postmortemDueAt: null,
    remindDueAt: null,
  } as const
  await ctx.tx.update(incident).set(closed).where(eq(incident.id, row.id))
  const [published] = await ctx.tx
    .select()
    .from(incidentUpdate)
    .where(and(eq(incidentUpdate.incidentId, row.id), eq(incidentUpdate.state, 'postmortem')))
  if (published !== undefined) {
    await editUpdate(ctx, { incidentId: row.id, updateId: published.id, text: input.text })
    return { updateId: published.id }
  }
  checkVariables(input.text)
  const updateId = newId('upd')
  await ctx.tx.insert(incidentUpdate).values({
    ...{ id: updateId, incidentId: row.id, origin: row.id, state: 'postmortem', text: input.text },
    ...{ at: ctx.now, postedAt: ctx.now, by: ctx.actor },
  })
  await tell(ctx, {
    ...{ incidentId: row.id, updateId, kinds: ['postmortem'], action: 'incident.postmortem_published' },
    detail: { text: input.text },
  })
  return { updateId }
}
