import { AppError, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { applyChange, type Watching } from './apply-watched.ts'
import { definitionOf, holdDefinitions } from './hold.ts'
import { readWatched } from './read-watched.ts'
import { definition } from './tables.ts'

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
