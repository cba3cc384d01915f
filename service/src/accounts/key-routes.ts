import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  pageFrom,
  pageOf,
  pageQuery,
  problems,
} from '@tractops/platform'
import { createKey } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { requireRole } from './require-role.ts'
import { revokeKey } from './revoke-key.ts'
import { keySchema, madeKeySchema, role } from './schemas.ts'

const security = [{ key: [] }, { session: [] }]
const middleware = requireRole('admin')

const getKeys = createRoute({
  method: 'get',
  path: '/api/v1/keys',
  summary: 'The API keys there are and were, oldest first',
  security,
  middleware,
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(keySchema), 'A page of keys.'), ...problems(400, 401, 403) },
})

const postKey = createRoute({
  method: 'post',
  path: '/api/v1/keys',
  summary: 'Make an API key',
  security,
  middleware,
  request: { body: jsonBody(z.strictObject({ name: z.string().max(200), role })) },
  responses: {
    201: json(madeKeySchema, 'The key: keep it where secrets are kept.'),
    ...problems(400, 401, 403),
  },
})

const deleteKey = createRoute({
  method: 'delete',
  path: '/api/v1/keys/{id}',
  summary: 'End an API key at once',
  security,
  middleware,
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 204: { description: 'It opens nothing any more.' }, ...problems(401, 403, 404) },
})

/** `/api/v1/keys…`: the keys of programs, for admins. */
export function keyRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getKeys, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const after = cursorValues(cursor, ['string', 'string']) as [string, string] | null
    const rows = await inTransaction(p, c.get('actor'), (ctx) => listKeys(ctx, { after, limit: limit + 1 }))
    const page = pageFrom(rows, limit, ({ createdAt, id }) => [String(createdAt), id])
    const items = page.items.map((row) => ({
      ...row,
      createdAt: String(row.createdAt),
      createdBy: row.createdBy.name,
      revokedAt: row.revokedAt && String(row.revokedAt),
    }))
    return c.json({ items, next: page.next }, 200)
  })
  routes.openapi(postKey, async (c) => {
    const made = await inTransaction(p, c.get('actor'), (ctx) => createKey(ctx, c.req.valid('json')))
    return c.json(made, 201)
  })
  routes.openapi(deleteKey, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => revokeKey(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  return routes
}
