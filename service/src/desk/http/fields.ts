import { z } from '@hono/zod-openapi'
import { isMailAddress } from '@tractops/platform'
import { formatInstant, parseInstant, SlaError } from '@tractops/sla'

const LONGEST_TEXT = 100_000
const LONGEST_LINE = 300

export const markdown = z
  .string()
  .max(LONGEST_TEXT, `Write at most ${LONGEST_TEXT} characters.`)
  .transform((text) => text.trim())
  .pipe(z.string().min(1, 'Write something here.'))
  .openapi({ type: 'string', description: 'Markdown.', example: 'You find it under **Export**.' })

export const line = z
  .string()
  .trim()
  .min(1, 'Write something here.')
  .max(LONGEST_LINE, `Write at most ${LONGEST_LINE} characters.`)
  .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'Write one line, without controls.')

/** An id as it comes in: whatever could be one. */
export const idIn = (example: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]{1,60}$/, 'This is no id.')
    .openapi({ example })

export const email = z
  .string()
  .trim()
  .refine(isMailAddress, 'Write one mail address, such as carla@example.com.')
  .openapi({ example: 'carla@example.com' })

export const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,39}$/u, 'A tag has 1 to 40 letters, digits, spaces, dots, dashes.')
  .openapi({ type: 'string', example: 'dues' })

/** An instant that comes in; the message of one that is none is the engine's. */
export const instantIn = z
  .string()
  .transform((text, context) => {
    try {
      return parseInstant(text)
    } catch (error) {
      if (!(error instanceof SlaError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
  .openapi({ type: 'string', description: 'An RFC 3339 instant.', example: '2026-11-24T18:00:00Z' })

export const instantOut = z
  .string()
  .openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })

/** A value with every instant in it in RFC 3339, UTC. */
export type Shown<T> = T extends Temporal.Instant
  ? string
  : T extends (infer E)[]
    ? Shown<E>[]
    : T extends object
      ? { [K in keyof T]: Shown<T[K]> }
      : T

export function shown<T>(value: T): Shown<T> {
  if (value instanceof Temporal.Instant) return formatInstant(value) as Shown<T>
  if (Array.isArray(value)) return value.map(shown) as Shown<T>
  if (value === null || typeof value !== 'object') return value as Shown<T>
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, shown(v)])) as Shown<T>
}
