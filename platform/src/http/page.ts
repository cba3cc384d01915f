import { z } from '@hono/zod-openapi'
import { AppError } from '../error.ts'

const most = 200

/** The query of a list that comes in pages: `?cursor=&limit=`. */
export const pageQuery = {
  cursor: z.string().max(400).optional().openapi({ description: 'What `next` of the page before said.' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(50)
    .openapi({ description: `How many, ${most} at most.`, example: 50 }),
}

/** The answer of such a list; `next` is null on the last page. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

/**
 * A page out of `limit + 1` rows that were read in order: what is over tells that there are more. `keyOf` says after which
 * values the next page begins.
 */
export function pageFrom<T>(rows: T[], limit: number, keyOf: (row: T) => (string | number)[]) {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  const next = last === undefined ? null : Buffer.from(JSON.stringify(keyOf(last))).toString('base64url')
  return { items, next }
}

/** The values in a cursor, or null without one. Throws for what is no cursor of ours. */
export function cursorValues(cursor: string | undefined, types: ('string' | 'number')[]) {
  if (cursor === undefined) return null
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(values) &&
      values.length === types.length &&
      values.every((v, i) => typeof v === types[i])
    )
      return values as (string | number)[]
  } catch {
    // Told below.
  }
  throw new AppError('invalid_cursor', 400, 'This cursor is not one of ours: begin again without it.', {
    path: 'query.cursor',
  })
}
