import * as z from 'zod'
import { SlaError } from './error.ts'
import { parseInstant } from './time/instant.ts'

/** One thing that is wrong with an input: where, what, and what to write instead. */
export type Problem = { path: string; code: string; message: string }

/** An object with just these fields; any other is refused, by name. */
export function object<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `is not a field here; write one of ${known}.` : undefined,
  })
}

/** An RFC 3339 instant, to the millisecond, read into a Temporal.Instant. */
export const instant = z.string().transform((text, context) => {
  try {
    return parseInstant(text)
  } catch (error) {
    return refuse(context, error)
  }
})

/** Passes an engine's refusal on as an issue of the field at hand; what the engine says of its own path comes after. */
export function refuse(context: z.RefinementCtx, error: unknown): never {
  if (!(error instanceof SlaError)) throw error
  const path = error.path === '' ? [] : pathParts(error.path)
  context.addIssue({ code: 'custom', message: error.message, path, params: { code: error.code } })
  return z.NEVER
}

/** The value in the form of the schema, or every problem with it. */
export function inspect<T>(schema: z.ZodType<T>, value: unknown): { value: T } | { problems: Problem[] } {
  const result = schema.safeParse(value, { reportInput: true })
  return result.success ? { value: result.data } : { problems: result.error.issues.flatMap(problemsOf) }
}

/**
 * The value in the form of the schema.
 *
 * @throws SlaError with the path and the sentence of the first problem, and how many more there are.
 */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = inspect(schema, value)
  if ('value' in result) return result.value
  const [first, ...rest] = result.problems
  const more =
    rest.length === 0
      ? ''
      : ` (and ${rest.length} more: ${rest
          .slice(0, 3)
          .map((p) => p.path)
          .join(', ')})`
  throw new SlaError(first!.code, first!.message + more, first!.path)
}

/** ["down", 0, "start"] -> "down[0].start" */
export function pathText(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}

/** "down[0].start" -> ["down", 0, "start"] */
export function pathParts(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((m) => (m[1] === undefined ? m[0] : Number(m[1])))
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      code: 'field_unknown',
      message: `"${key}" ${issue.message}`,
    }))
  }
  const code =
    issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'input_invalid'
  return [{ path: pathText(issue.path), code, message: sentence(issue) }]
}

function sentence(issue: z.core.$ZodIssue): string {
  const seen = show(issue.input)
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `This field is missing; write ${NAMES[issue.expected] ?? issue.expected}.`
        : `${seen} is not ${NAMES[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return issue.input === undefined
        ? `This field is missing; write ${list(issue.values)}.`
        : `${seen} is not known here; write ${list(issue.values)}.`
    case 'too_small':
      return `${seen} is too small; write ${issue.minimum} or more.`
    case 'too_big':
      return `${seen} is too large; write ${issue.maximum} or less.`
    case 'invalid_union':
      return issue.input === undefined
        ? 'This field is missing.'
        : `${seen} is none of the forms that this field takes.`
    default:
      return issue.message
  }
}

const NAMES: Record<string, string> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object with named fields',
  array: 'a list',
  record: 'an object with named fields',
}

function list(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value))
  return words.length === 1 ? words[0]! : `one of ${words.join(', ')}`
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
