import { AppError } from '@tractops/platform'
import type { Context } from 'hono'
import type { z } from 'zod'

/** The JSON body of a request of a page of ours. @throws AppError, or a ZodError, which is answered as `invalid_input`. */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const body: unknown = await c.req.json().catch(() => {
    throw new AppError('invalid_input', 400, 'The body is not JSON.')
  })
  return schema.parse(body)
}
