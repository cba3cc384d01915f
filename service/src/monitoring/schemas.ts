import { z } from '@hono/zod-openapi'

const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })
const ms = z.int().min(0)
const state = z.enum(['up', 'degraded', 'down', 'unmeasured'])

/** UPTIME: all lengths in real elapsed ms; `uptime` is truncated to four decimals, so that 99.4999 never reads 99.5. */
export const uptimeSchema = z
  .object({
    periodMs: ms,
    measuredMs: ms,
    downMs: ms,
    excludedDownMs: ms,
    countedDownMs: ms,
    unsettledMs: ms,
    uptime: z.string().nullable().openapi({ example: '99.4213' }),
    creditPercent: z.number().nullable().openapi({ description: 'Null while anything is unsettled.' }),
    exclusions: z.array(
      z.object({
        kind: z.enum(['maintenance', 'vendor', 'force_majeure']),
        start: instant,
        end: instant,
        accepted: z.boolean(),
        because: z.string(),
        usedMs: ms,
      }),
    ),
  })
  .openapi('Uptime')

export const componentSchema = z
  .object({ key: z.string(), name: z.string(), critical: z.boolean(), state })
  .openapi('Component')

export const intervalSchema = z
  .object({ state, start: instant, end: instant.nullable(), cause: z.string().optional() })
  .openapi('Interval')

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    path: z.string().optional(),
  })
  .openapi('Problem')

/** A JSON answer of an OpenAPI route. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** The refusals of an OpenAPI route, as RFC 9457 problem documents. */
export function problems<const S extends number>(...statuses: S[]) {
  const description = 'A problem document (RFC 9457) that says what is wrong.'
  const entry = { description, content: { 'application/problem+json': { schema: problemSchema } } }
  return Object.fromEntries(statuses.map((status) => [status, entry])) as Record<S, typeof entry>
}
