import type { IncomingMessage } from 'node:http'
import { readBody } from './body.ts'
import type { Breakage, FaultBook } from './faults.ts'
import { type Fault, faultsOf, isFaultOf, isPart, PARTS, type Part } from './parts.ts'
import { Problem } from './problem.ts'

/** `PUT /practice/faults/{part}` with `{"fault": …}`: breaks the part and returns the breakage. */
export async function putFault(
  book: FaultBook,
  partName: string,
  request: IncomingMessage,
): Promise<Breakage> {
  const part = parsePart(partName)
  const body = parseJson(await readBody(request))
  const unknown = Object.keys(body).find((key) => key !== 'fault')
  if (unknown !== undefined)
    throw new Problem(400, 'unknown_field', `"${unknown}" is not a field; send only "fault".`)
  return change(() => book.breakPart(part, parseFault(part, body.fault)))
}

/** `DELETE /practice/faults/{part}`: mends the part; one that works already is left alone. */
export function deleteFault(book: FaultBook, partName: string): void {
  const part = parsePart(partName)
  change(() => book.mend(part))
}

/** The same by a form of the practice page: `fault` is a fault of the part, or `none` to mend it. */
export async function postFault(book: FaultBook, partName: string, request: IncomingMessage): Promise<Part> {
  const part = parsePart(partName)
  const fault = new URLSearchParams(await readBody(request)).get('fault')
  if (fault === 'none') change(() => book.mend(part))
  else change(() => book.breakPart(part, parseFault(part, fault)))
  return part
}

function parsePart(name: string): Part {
  if (isPart(name)) return name
  throw new Problem(404, 'unknown_part', `There is no such part. The parts are ${PARTS.join(', ')}.`)
}

function parseFault(part: Part, value: unknown): Fault {
  if (isFaultOf(part, value)) return value
  throw new Problem(400, 'unknown_fault', `"fault" of ${part} is one of ${faultsOf(part).join(', ')}.`)
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not JSON. Send for example {"fault":"down"}.')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new Problem(400, 'body_not_object', 'The body is not an object. Send for example {"fault":"down"}.')
}

function change<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof Problem) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Problem(
      500,
      'log_not_written',
      `Nothing was changed, as the log could not be written: ${reason}`,
    )
  }
}
