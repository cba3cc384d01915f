import * as z from 'zod'
import { closest } from './closest.ts'

/**
 * An object with just these fields; each other one is refused by name, with the field that was probably meant, or with what
 * `instead` says of it.
 */
export function object<S extends z.ZodRawShape>(
  shape: S,
  instead: (name: string) => string | null = () => null,
) {
  const known = Object.keys(shape).filter((name) => name !== 'kind')
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      return (issue.keys as string[])
        .map((name) => {
          const said = instead(name)
          if (said !== null) return said
          const meant = closest(name, known)
          return meant === null
            ? `"${name}" is not a field here; write one of ${known.join(', ')}.`
            : `"${name}" is not a field here; did you mean "${meant}"?`
        })
        .join('\n')
    },
  })
}
