import { audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { applyChange } from './apply-watched.ts'
import { type By, refuseUnfit } from './fit.ts'
import { withHeldToken, withToken } from './heartbeat-token.ts'
import { definitionOf, holdDefinitions } from './hold.ts'
import { merged, refuseRenaming } from './merged.ts'
import { readMonitor } from './read-written.ts'
import { shown } from './shown.ts'
import { definition, type Written } from './tables.ts'

/** Changes the given fields of a monitor; null takes one away. Its key stays; with another component it begins anew there. */
export async function changeMonitor(
  ctx: Ctx,
  input: By & { key: string; changes: Written },
): Promise<{ token: string | null }> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'monitor', input.key, input.file)
  const { written, token } = withToken(withHeldToken(merged(row.written, input.changes), row.written))
  refuseRenaming(input.key, written)
  readMonitor(written)
  await refuseUnfit(ctx, written, row.written, input)
  await ctx.tx
    .update(definition)
    .set({ written, changedAt: ctx.now, changedBy: ctx.actor })
    .where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  const detail = { from: shown(row.written), to: shown(written) }
  await audit(ctx, { action: 'monitor.changed', subject: `monitor ${input.key}`, detail })
  return { token }
}
