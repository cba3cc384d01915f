import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  jsonBody,
  type Platform,
  problems,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { asc } from 'drizzle-orm'
import { requireRole } from '../../accounts/index.ts'
import { secretsOf } from '../config/with-secrets.ts'
import { deleteSecret } from '../secrets/delete-secret.ts'
import { putSecret } from '../secrets/put-secret.ts'
import { secret } from '../secrets/tables.ts'
import { keyIdOf } from '../secrets/vault.ts'
import type { Watching } from './apply-watched.ts'
import { readWatched, type Watched } from './read-watched.ts'

const security = [{ key: [] }]
const params = z.object({ name: z.string().max(64).openapi({ example: 'PROBE_TOKEN' }) })
const secretSchema = z
  .object({
    name: z.string(),
    createdAt: z.string(),
    changedAt: z.string(),
    changedBy: z.string(),
    readable: z
      .boolean()
      .openapi({ description: 'False where it was stored with another SECRET_KEY: store it anew.' }),
    usedBy: z.array(z.string()).openapi({ description: 'The monitors that send it.' }),
  })
  .openapi('Secret')

const list = createRoute({
  method: 'get',
  path: '/api/v1/secrets',
  summary: 'The names of the stored secrets; their values are never shown',
  security,
  middleware: requireRole('admin'),
  responses: {
    200: json(z.object({ items: z.array(secretSchema), next: z.null() }), 'All of them, by name.'),
    ...problems(401, 403),
  },
})
const put = createRoute({
  method: 'put',
  path: '/api/v1/secrets/{name}',
  summary: 'Stores a secret, or another value under its name; monitors write it as ${secret:NAME}',
  security,
  middleware: requireRole('admin'),
  request: { params, body: jsonBody(z.strictObject({ value: z.string() })) },
  responses: { 204: { description: 'It is stored.' }, ...problems(400, 401, 403) },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/v1/secrets/{name}',
  summary: 'Forgets a secret that no monitor uses',
  security,
  middleware: requireRole('admin'),
  request: { params },
  responses: { 204: { description: 'It is forgotten.' }, ...problems(401, 403, 404, 409) },
})

export function secretRoutes(p: Pick<Platform, 'db' | 'clock'>, watching: Watching): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const { secretKey } = watching
  routes.openapi(list, async (c) => {
    const items = await inTransaction(p, c.get('actor'), async (ctx) => {
      const watched = await readWatched(ctx, watching)
      const rows = await ctx.tx.select().from(secret).orderBy(asc(secret.name))
      return rows.map(({ name, createdAt, changedAt, changedBy, keyId }) => ({
        name,
        createdAt: formatInstant(createdAt),
        changedAt: formatInstant(changedAt),
        changedBy: changedBy.name,
        readable: keyId === keyIdOf(secretKey),
        usedBy: usersOf(watched, name),
      }))
    })
    return c.json({ items, next: null }, 200)
  })
  routes.openapi(put, async (c) => {
    const { name } = c.req.valid('param')
    const { value } = c.req.valid('json')
    await inTransaction(p, c.get('actor'), (ctx) => putSecret(ctx, { name, value, secretKey }))
    return c.body(null, 204)
  })
  routes.openapi(remove, async (c) => {
    const { name } = c.req.valid('param')
    await inTransaction(p, c.get('actor'), async (ctx) =>
      deleteSecret(ctx, { name, usedBy: usersOf(await readWatched(ctx, watching), name) }),
    )
    return c.body(null, 204)
  })
  return routes
}

const usersOf = ({ monitors }: Watched, name: string) =>
  monitors.flatMap(({ config }) =>
    config.kind !== 'heartbeat' && secretsOf(config).includes(name) ? [config.key] : [],
  )
