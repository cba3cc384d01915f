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
import { requireRole } from '../../accounts/index.ts'
import { algorithms } from '../words.ts'
import { createWidgetKey } from './create-widget-key.ts'
import { listWidgetKeys } from './list-widget-keys.ts'
import { revokeWidgetKey } from './revoke-widget-key.ts'

const security = [{ key: [] }, { session: [] }]
const middleware = requireRole('admin')
const instant = z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' })

const keySchema = z
  .object({
    id: z.string().openapi({ description: 'The `kid` of its tokens.' }),
    name: z.string(),
    algorithm: z.enum(algorithms),
    createdAt: instant,
    createdBy: z.string(),
    usedAt: instant.nullable().openapi({ description: 'When a token of it was last shown, to the hour.' }),
    revokedAt: instant.nullable(),
  })
  .openapi('WidgetKey')

const madeSchema = z
  .object({
    id: z.string(),
    secret: z
      .string()
      .nullable()
      .openapi({ description: 'Of HS256, shown this once: the HMAC key is these characters. Else null.' }),
  })
  .openapi('MadeWidgetKey')

const newKey = z
  .strictObject({
    name: z.string().max(200).openapi({ example: 'Production, from December' }),
    algorithm: z.enum(algorithms).default('HS256'),
    publicKey: z.string().max(2_000).optional().openapi({ description: 'Of ES256 and EdDSA: PEM (SPKI).' }),
  })
  .openapi('NewWidgetKey')

const getKeys = createRoute({
  method: 'get',
  path: '/api/v1/widget-keys',
  summary: 'The keys by which host applications sign who their readers are, oldest first',
  security,
  middleware,
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(keySchema), 'A page of keys.'), ...problems(400, 401, 403) },
})

const postKey = createRoute({
  method: 'post',
  path: '/api/v1/widget-keys',
  summary: 'Make a key for a host application of the help widget',
  description: 'To rotate, make a second one, sign with it, and revoke the first once `usedAt` stands still.',
  security,
  middleware,
  request: { body: jsonBody(newKey) },
  responses: { 201: json(madeSchema, 'The key.'), ...problems(400, 401, 403) },
})

const deleteKey = createRoute({
  method: 'delete',
  path: '/api/v1/widget-keys/{id}',
  summary: 'End a key of a host application at once',
  security,
  middleware,
  request: { params: z.object({ id: z.string().regex(/^[\w-]{1,60}$/) }) },
  responses: {
    204: { description: 'What it signed opens nothing any more.' },
    ...problems(400, 401, 403, 404),
  },
})

/** `/api/v1/widget-keys…`, for admins. */
export function widgetKeyRoutes(p: Pick<Platform, 'db' | 'clock' | 'config'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getKeys, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const after = cursorValues(cursor, ['string', 'string']) as [string, string] | null
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      listWidgetKeys(ctx, { after, limit: limit + 1 }),
    )
    const page = pageFrom(rows, limit, ({ createdAt, id }) => [String(createdAt), id])
    const items = page.items.map((row) => ({
      ...row,
      createdAt: String(row.createdAt),
      createdBy: row.createdBy.name,
      usedAt: row.usedAt && String(row.usedAt),
      revokedAt: row.revokedAt && String(row.revokedAt),
    }))
    return c.json({ items, next: page.next }, 200)
  })
  routes.openapi(postKey, async (c) => {
    const made = await inTransaction(p, c.get('actor'), (ctx) =>
      createWidgetKey(ctx, p.config.secretKey, c.req.valid('json')),
    )
    return c.json(made, 201)
  })
  routes.openapi(deleteKey, async (c) => {
    await inTransaction(p, c.get('actor'), (ctx) => revokeWidgetKey(ctx, c.req.valid('param')))
    return c.body(null, 204)
  })
  return routes
}
