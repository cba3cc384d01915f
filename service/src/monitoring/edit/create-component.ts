import { audit, type Ctx } from '@tractops/platform'
import { eq, max } from 'drizzle-orm'
import { applyChange, type Watching } from './apply-watched.ts'
import { holdDefinitions, refuseTaken } from './hold.ts'
import { readComponent } from './read-written.ts'
import { definition, type Written } from './tables.ts'

/** Makes a component. It is watched, and shown, once a monitor is; `order` among those of the console: the last, if not said. */
export async function createComponent(
  ctx: Ctx,
  input: Watching & { written: Written; order?: number | undefined },
): Promise<{ key: string }> {
  await holdDefinitions(ctx)
  const { key } = readComponent(input.written)
  await refuseTaken(ctx, 'component', key, input.file)
  const [last] = await ctx.tx
    .select({ position: max(definition.position) })
    .from(definition)
    .where(eq(definition.what, 'component'))
  const { now, actor } = ctx
  await ctx.tx.insert(definition).values({
    ...{
      what: 'component',
      key,
      written: input.written,
      position: input.order ?? (last?.position ?? -1) + 1,
    },
    ...{ createdAt: now, createdBy: actor, changedAt: now, changedBy: actor },
  })
  await applyChange(ctx, input)
  await audit(ctx, { action: 'component.created', subject: `component ${key}`, detail: input.written })
  return { key }
}
