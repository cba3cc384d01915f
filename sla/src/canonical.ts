import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { SlaError } from './error.ts'

/** A value that JSON can carry. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * RFC 8785 (JSON Canonicalization Scheme): no white space, members sorted by UTF-16 code units, numbers as ECMAScript
 * writes them. Members that are `undefined` are left out, as JSON does.
 *
 * @throws SlaError `not_canonical` for a number that is not finite and for text with a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return JSON.stringify(value)
    throw new SlaError('not_canonical', `${value} has no form in JSON.`)
  }
  if (typeof value === 'string') return text(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${text(key)}:${canonicalJson(value[key] as Json)}`)
  return `{${members.join(',')}}`
}

/** SHA-256, in lower-case hex, over the canonical JSON of a value. */
export function hashOf(value: Json): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))
}

function text(value: string): string {
  if (value.isWellFormed()) return JSON.stringify(value)
  throw new SlaError('not_canonical', 'A text holds half of a surrogate pair; repair its encoding.')
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
