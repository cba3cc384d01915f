import { z } from '@hono/zod-openapi'
import { formatInstant, parseInstant, SlaError } from '@tractops/sla'

/** One line of text that comes in, `most` characters at most. */
export const lineOf = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something here.')
    .max(most, `Write at most ${most} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed(), 'Write one line, without controls.')

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
