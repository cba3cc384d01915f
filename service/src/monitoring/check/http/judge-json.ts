import type { JsonCondition } from '../../config/kinds/json-condition.ts'
import { MAX_PAGE_BYTES, type Page } from './decode-page.ts'
import { jsonValue } from './json-value.ts'

/** A page as JSON, or why it cannot be read so. */
export function readJson(page: Page): { value: unknown } | { reason: string } {
  if (!page.complete) return { reason: `the answer is larger than ${MAX_PAGE_BYTES / 1024 / 1024} MB` }
  try {
    return { value: JSON.parse(page.text) as unknown }
  } catch {
    return { reason: 'the answer is not JSON' }
  }
}

/** The first condition that a page does not meet, in words that hold nothing of the answer; null where it meets all. */
export function judgeJson(conditions: readonly JsonCondition[], page: Page): string | null {
  if (conditions.length === 0) return null
  const read = readJson(page)
  if ('reason' in read) return read.reason
  for (const condition of conditions) {
    const wrong = wrongOf(condition, jsonValue(read.value, condition.path))
    if (wrong !== null) return `in the answer, ${condition.path} ${wrong}`
  }
  return null
}

function wrongOf(condition: JsonCondition, value: unknown): string | null {
  const { equals, notEquals, less, greater, exists } = condition
  if (exists === false) return value === undefined ? null : 'is there'
  if (value === undefined) return 'is missing'
  const is = (what: unknown) => JSON.stringify(what)
  if (equals !== undefined && value !== equals) return `is not ${is(equals)}`
  if (notEquals !== undefined && value === notEquals) return `is ${is(notEquals)}`
  if (less === undefined && greater === undefined) return null
  if (typeof value !== 'number') return 'is not a number'
  if (less !== undefined && value >= less) return `is not less than ${less}`
  if (greater !== undefined && value <= greater) return `is not greater than ${greater}`
  return null
}
