import { AppError, type Ctx } from '@tractops/platform'
import { componentHistory } from '../../monitoring/index.ts'

/** The names of the components, by key. @throws AppError `component_unknown` with the path of the first key that is none. */
export async function knownComponents(ctx: Ctx, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const watched = await componentHistory(ctx, { from: ctx.now, to: ctx.now })
  const names = new Map(watched.map(({ key, name }) => [key, name]))
  const at = keys.findIndex((key) => !names.has(key))
  if (at !== -1)
    throw new AppError(
      'component_unknown',
      400,
      `No component is called "${keys[at]}"; write one of ${[...names.keys()].join(', ')}.`,
      { path: `components.${at}.key` },
    )
  return names
}
