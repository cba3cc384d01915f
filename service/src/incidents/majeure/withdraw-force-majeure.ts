import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { forceMajeure } from '../tables.ts'

/**
 * Takes a declaration back: it excludes nothing any more, and stays to be read with who withdrew it, when and why. SLA §4(c)
 *
 * @throws AppError `declaration_unknown`, `declaration_withdrawn`
 */
export async function withdrawForceMajeure(
  ctx: Ctx,
  { id, because }: { id: string; because: string },
): Promise<void> {
  const [row] = await ctx.tx.select().from(forceMajeure).where(eq(forceMajeure.id, id)).for('update')
  if (row === undefined)
    throw new AppError('declaration_unknown', 404, `There is no declaration ${id}.`, { path: 'id' })
  if (row.withdrawnAt !== null)
    throw new AppError('declaration_withdrawn', 409, `It was withdrawn at ${row.withdrawnAt} already.`)
  const withdrawn = { withdrawnAt: ctx.now, withdrawnBy: ctx.actor, withdrawnBecause: because }
  await ctx.tx.update(forceMajeure).set(withdrawn).where(eq(forceMajeure.id, id))
  await announce(ctx, 'incidents')
  await audit(ctx, { action: 'force_majeure.withdrawn', subject: id, detail: { because } })
}
