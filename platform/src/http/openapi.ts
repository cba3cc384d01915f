import { z } from '@hono/zod-openapi'

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

/** The JSON body of an OpenAPI route. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/** The refusals of an OpenAPI route, as RFC 9457 problem documents. */
export function problems<const S extends number>(...statuses: S[]) {
  const description = 'A problem document (RFC 9457) that says what is wrong.'
  const entry = { description, content: { 'application/problem+json': { schema: problemSchema } } }
  return Object.fromEntries(statuses.map((status) => [status, entry])) as Record<S, typeof entry>
}
