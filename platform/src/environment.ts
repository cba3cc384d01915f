import { z } from 'zod'
import { StartError } from './error.ts'

/** One variable of the environment: how it is read, what to write when it is wrong, and whether it may be shown. */
export type Variable<T> = {
  schema: z.ZodType<T, string | undefined>
  write: string
  show?: (value: string) => string
}

type Values<V extends Record<string, Variable<unknown>>> = {
  [K in keyof V]: V[K] extends Variable<infer T> ? T : never
}

/**
 * Reads the named variables, an empty one counting as absent, or refuses them whole: a `StartError` that names every
 * wrong one, the value seen (a secret never is) and what to write instead.
 */
export function readEnvironment<V extends Record<string, Variable<unknown>>>(
  variables: V,
  env: Record<string, string | undefined>,
): Values<V> {
  const problems: string[] = []
  const values = Object.entries(variables).map(([name, { schema, write, show = JSON.stringify }]) => {
    const seen = env[name]?.trim() || undefined
    const result = schema.safeParse(seen)
    if (!result.success)
      problems.push(`  ${name} is ${seen === undefined ? 'not set' : show(seen)}: write ${write}.`)
    return [name, result.data]
  })
  if (problems.length > 0) {
    const many = problems.length === 1 ? 'One setting' : `${problems.length} settings`
    throw new StartError(
      'configuration',
      `${many} of the environment cannot be used:\n${problems.join('\n')}`,
    )
  }
  return Object.fromEntries(values) as Values<V>
}

/** For a variable that holds a secret: its length tells enough to find a cut or doubled paste. */
export const hidden = (value: string): string => `set (${value.length} characters, not shown)`

/** A port number; 0 asks for any free one. */
export const port = (byDefault: number): Variable<number> => ({
  schema: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535))
    .or(z.undefined().transform(() => byDefault)),
  write: 'a whole number from 0 (any free port) to 65535',
})

/** Any text, with a default. */
export const text = (byDefault: string, write: string): Variable<string> => ({
  schema: z
    .string()
    .optional()
    .transform((s) => s ?? byDefault),
  write,
})
