import { audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { applyChange, type Watching } from './apply-watched.ts'
import { definitionOf, holdDefinitions } from './hold.ts'
import { shown } from './shown.ts'
import { definition } from './tables.ts'

/** Ends a monitor; what it measured is kept. */
export async function retireMonitor(ctx: Ctx, input: Watching & { key: string }): Promise<void> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'monitor', input.key, input.file)
  await ctx.tx.delete(definition).where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  await audit(ctx, { action: 'monitor.retired', subject: `monitor ${input.key}`, detail: shown(row.written) })
}
