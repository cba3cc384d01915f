import { audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { applyChange, type Watching } from './apply-watched.ts'
import { definitionOf, holdDefinitions } from './hold.ts'
import { merged, refuseRenaming } from './merged.ts'
import { readComponent } from './read-written.ts'
import { definition, type Written } from './tables.ts'

/** Changes the given fields of a component; null takes one away. Whether it is critical counts from now on. SLA §1 (row 2) */
export async function changeComponent(
  ctx: Ctx,
  input: Watching & { key: string; changes: Written; order?: number | undefined },
): Promise<void> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'component', input.key, input.file)
  const written = merged(row.written, input.changes)
  refuseRenaming(input.key, written)
  readComponent(written)
  await ctx.tx
    .update(definition)
    .set({ written, position: input.order ?? row.position, changedAt: ctx.now, changedBy: ctx.actor })
    .where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  const detail = { from: row.written, to: written }
  await audit(ctx, { action: 'component.changed', subject: `component ${input.key}`, detail })
}
