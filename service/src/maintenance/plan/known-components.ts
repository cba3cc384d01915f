import { AppError, type Ctx } from '@tractops/platform'
import { componentHistory } from '../../monitoring/index.ts'

/** The components with their names. @throws AppError `component_unknown` with the path of the first key that is none. */
export async function knownComponents(
  ctx: Ctx,
  keys: readonly string[],
): Promise<{ key: string; name: string }[]> {
  if (keys.length === 0) return []
  const watched = await componentHistory(ctx, { from: ctx.now, to: ctx.now })
  const names = new Map(watched.map(({ key, name }) => [key, name]))
  return [...new Set(keys)].map((key, index) => {
    const name = names.get(key)
    if (name !== undefined) return { key, name }
    const those = names.size === 0 ? 'there is none yet' : `write one of ${[...names.keys()].join(', ')}`
    throw new AppError('component_unknown', 400, `No component is called "${key}"; ${those}.`, {
      path: `json.components.${index}`,
    })
  })
}
