import { audit, type Ctx } from '@tractops/platform'
import { applyChange } from './apply-watched.ts'
import { type By, refuseUnfit } from './fit.ts'
import { withToken } from './heartbeat-token.ts'
import { holdDefinitions, refuseTaken } from './hold.ts'
import { readMonitor } from './read-written.ts'
import { shown } from './shown.ts'
import { definition, type Written } from './tables.ts'

/**
 * Makes a monitor, written as in the file. A heartbeat that brings no token gets one: this is the only time it can be seen.
 *
 * @throws AppError with the path of what does not hold.
 */
export async function createMonitor(
  ctx: Ctx,
  input: By & { written: Written },
): Promise<{ key: string; token: string | null }> {
  await holdDefinitions(ctx)
  const { written, token } = withToken(input.written)
  const { key } = readMonitor(written)
  await refuseTaken(ctx, 'monitor', key, input.file)
  await refuseUnfit(ctx, written, {}, input)
  const { now, actor } = ctx
  await ctx.tx.insert(definition).values({
    ...{ what: 'monitor', key, written, position: 0 },
    ...{ createdAt: now, createdBy: actor, changedAt: now, changedBy: actor },
  })
  await applyChange(ctx, input)
  await audit(ctx, { action: 'monitor.created', subject: `monitor ${key}`, detail: shown(written) })
  return { key, token }
}
