import { AppError, type Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import { incident, incidentUpdate, incidentUpdateEdit } from '../tables.ts'
import { checkVariables } from './fill-text.ts'
import { heldIncident, takenBy, tell } from './hold.ts'

/**
 * Changes what an update says. What it said before stays beside it for everybody to read, with who changed it and when. The same
 * text again changes nothing. @throws AppError `update_unknown`
 */
export async function editUpdate(
  ctx: Ctx,
  input: { incidentId: string; updateId: string; text: string },
): Promise<{ edited: boolean }> {
  const row = await heldIncident(ctx, input.incidentId)
  const { updateId, text } = input
  const [update] = await ctx.tx
    .select()
    .from(incidentUpdate)
    .where(and(eq(incidentUpdate.id, updateId), eq(incidentUpdate.incidentId, row.id)))
  if (update === undefined)
    throw new AppError('update_unknown', 404, `This incident has no update ${updateId}.`, {
      path: 'updateId',
    })
  checkVariables(text)
  if (text === update.text) return { edited: false }
  const edit = { updateId, at: ctx.now, by: ctx.actor, previousText: update.text }
  await ctx.tx.insert(incidentUpdateEdit).values(edit)
  await ctx.tx.update(incidentUpdate).set({ text }).where(eq(incidentUpdate.id, updateId))
  await ctx.tx.update(incident).set(takenBy(ctx, row)).where(eq(incident.id, row.id))
  await tell(ctx, {
    ...{ incidentId: row.id, updateId, kinds: ['edited'], action: 'incident.update_edited' },
    detail: { update: updateId, previousText: update.text, text },
  })
  return { edited: true }
}
