import { AppError, audit, type Ctx } from '@tractops/platform'
import { and, eq, max } from 'drizzle-orm'
import { applyChange, type Watching } from './apply-watched.ts'
import { merged, refuseRenaming } from './edit-monitor.ts'
import { definitionOf, holdDefinitions, refuseTaken } from './hold.ts'
import { readWatched } from './read-watched.ts'
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
    .where(and(eq(definition.what, 'component'), eq(definition.id, row.id)))
  await applyChange(ctx, input)
  const detail = { from: row.written, to: written }
  await audit(ctx, { action: 'component.changed', subject: `component ${input.key}`, detail })
}

/** Ends a component that no monitor watches any more; its history is kept. */
export async function retireComponent(ctx: Ctx, input: Watching & { key: string }): Promise<void> {
  await holdDefinitions(ctx)
  const row = await definitionOf(ctx, 'component', input.key, input.file)
  const { monitors } = await readWatched(ctx, input)
  const using = monitors
    .filter(({ config }) => config.component === input.key)
    .map(({ config }) => config.key)
  if (using.length > 0) {
    const message = `It is watched by ${using.slice(0, 10).join(', ')}: retire or move that first.`
    throw new AppError('component_in_use', 409, message, { path: 'param.key' })
  }
  await ctx.tx.delete(definition).where(eq(definition.id, row.id))
  await applyChange(ctx, input)
  await audit(ctx, { action: 'component.retired', subject: `component ${input.key}`, detail: row.written })
}
