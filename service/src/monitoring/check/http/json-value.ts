import { parseJsonPath } from '../../config/kinds/json-condition.ts'

/** What a path leads to in a value that was JSON: undefined where that is nothing. Only own fields are seen. */
export function jsonValue(value: unknown, path: string): unknown {
  let found = value
  for (const part of parseJsonPath(path) ?? []) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    if (Array.isArray(found) && typeof part !== 'number') return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}
