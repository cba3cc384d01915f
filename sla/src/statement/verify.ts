import * as z from 'zod'
import { hashOf, type Json } from '../canonical.ts'
import { SlaError } from '../error.ts'
import type { MonthInput } from '../input.ts'
import type { Policy } from '../policy/policy.ts'
import { object, pathText, read } from '../shape.ts'
import { type Statement, statementOf } from './statement.ts'

/** One place where a statement says other than what follows from its inputs. */
export type Difference = { path: string; stated: Json; computed: Json; because?: string }

export type Verification = { verified: true } | { verified: false; differences: Difference[] }

const statementShape = object({
  inputs: z.record(z.string(), z.json()),
  policy: object({ version: z.string(), hash: z.string() }),
  uptime: z.record(z.string(), z.json()),
  bounds: z.record(z.string(), z.json()),
  claimBy: z.string().nullable(),
  credits: z.array(z.json()),
  hash: z.string(),
})

/** So many differences are told; a statement with more is wrong all the same. */
const MOST = 100

/** Objects and lists in one another, at most: a statement holds five. */
const DEPTH = 8

/**
 * Recomputes a statement from the inputs that it carries and from the policy it names, and from nothing else. The hash is
 * checked over what the statement says, every other member against what follows from the inputs.
 *
 * @throws SlaError for what has not the shape of a statement.
 */
export function verifyStatement(policies: readonly Policy[], statement: unknown): Verification {
  if (isDeeperThan(DEPTH, statement))
    throw new SlaError(
      'input_invalid',
      'It is nested deeper than any statement; pass on what sla month wrote.',
    )
  const stated = read(statementShape, statement)
  const { hash, ...content } = stated
  const differences: Difference[] = []
  const sealed = hashOf(content as Json)
  if (hash !== sealed) differences.push({ path: 'hash', stated: hash, computed: sealed })
  try {
    const { hash: _, ...computed } = statementOf(policies, stated.inputs as unknown as MonthInput)
    compare(content as Json, plain(computed), [], differences)
  } catch (error) {
    if (!(error instanceof SlaError)) throw error
    const path = error.path === '' ? 'inputs' : `inputs.${error.path}`
    differences.push({
      path,
      stated: valueAt(stated.inputs as Json, error.path),
      computed: null,
      because: error.message,
    })
  }
  return differences.length === 0 ? { verified: true } : { verified: false, differences }
}

function compare(
  stated: Json | undefined,
  computed: Json | undefined,
  path: PropertyKey[],
  found: Difference[],
): void {
  if (found.length >= MOST) return
  if (isNode(stated) && isNode(computed) && Array.isArray(stated) === Array.isArray(computed)) {
    const keys = new Set([...Object.keys(stated), ...Object.keys(computed)])
    for (const key of keys) {
      const part = Array.isArray(stated) ? Number(key) : key
      compare(stated[key], computed[key], [...path, part], found)
    }
  } else if (stated !== computed) {
    found.push({ path: pathText(path), stated: stated ?? null, computed: computed ?? null })
  }
}

function isNode(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null
}

/** What JSON makes of it: members that are undefined are not there. */
function plain(content: Omit<Statement, 'hash'>): Json {
  return JSON.parse(JSON.stringify(content)) as Json
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part))
}

function valueAt(inputs: Json, path: string): Json {
  let value: Json | undefined = inputs
  for (const part of path.split(/[.[\]]+/).filter(Boolean)) value = isNode(value) ? value[part] : undefined
  return value ?? null
}
