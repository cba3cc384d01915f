import type { JsonValue } from '../json.ts'

/** JSON with members in one order and no spaces (RFC 8785), so that equal values have equal text and equal hashes. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([name, v]) => `${JSON.stringify(name)}:${canonicalJson(v)}`).join(',')}}`
}

/** The same value as PostgreSQL can hold it: U+0000 and halves of surrogate pairs become U+FFFD, -0 becomes 0. */
export function storable(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\uFFFD')
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`)
    return value === 0 ? 0 : value
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(storable)
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [storable(name) as string, storable(v)]))
}
