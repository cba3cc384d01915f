import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Policy, readPolicy } from '../src/index.ts'

/** The text of the published policy file. */
export const policyText: string = readFileSync(
  new URL('../policy/tractops-2026-11.yaml', import.meta.url),
  'utf8',
)

/** The published policy. */
export const published: Policy = readPolicy(parse(policyText))

/** The published policy with one thing in it changed: `at` is a dotted path, such as `meanings.sustained.is`. */
export function altered(at: string, value: unknown): Policy {
  return readPolicy(alteredData({ [at]: value }))
}

/** The data of the published policy with some things in it changed. */
export function alteredData(changes: Record<string, unknown>): unknown {
  const data = parse(policyText) as Record<string, unknown>
  for (const [at, value] of Object.entries(changes)) {
    const parts = at.split('.')
    const last = parts.pop()!
    let node: Record<string, unknown> = data
    for (const part of parts) node = node[part] as Record<string, unknown>
    node[last] = value
  }
  return data
}
