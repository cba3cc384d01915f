import { createContext, Script } from 'node:vm'
import type { Capture } from '../../config/kinds/journey.ts'
import { Failure } from '../failure.ts'
import { jsonValue } from '../http/json-value.ts'
import { readJson } from '../http/judge-json.ts'
import type { Answer } from '../http/request-page.ts'

const MAX_VALUE = 8_192
const MATCH_MS = 100

/**
 * The value that a step takes from its answer.
 *
 * @throws Failure when it is not there; the reason holds nothing of the answer.
 */
export function captureValue(name: string, from: Capture, answer: Answer): string {
  const value =
    'json' in from
      ? ofJson(from.json, answer)
      : 'header' in from
        ? ofHeader(from.header, answer)
        : ofPage(from.body, answer)
  if (value === null) throw new Failure(`there is no “${name}” to capture`)
  if (value.length > MAX_VALUE) throw new Failure(`“${name}” is longer than ${MAX_VALUE} characters`)
  return value
}

function ofJson(path: string, { page }: Answer): string | null {
  const read = readJson(page)
  if ('reason' in read) throw new Failure(read.reason)
  const value = jsonValue(read.value, path)
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : null
}

function ofHeader(name: string, { headers }: Answer): string | null {
  return [headers[name.toLowerCase()] ?? []].flat()[0] ?? null
}

const script = new Script('new RegExp(pattern).exec(text)?.[1] ?? null')
const context = createContext({ pattern: '', text: '' }) as { pattern: string; text: string }

/** A pattern that takes too long on a page is stopped: the script has a time limit, which a bare expression has not. */
function ofPage(pattern: string, { page }: Answer): string | null {
  context.pattern = pattern
  context.text = page.text
  try {
    return script.runInContext(context, { timeout: MATCH_MS }) as string | null
  } catch {
    throw new Failure('the pattern takes too long on this page')
  } finally {
    context.text = ''
  }
}
