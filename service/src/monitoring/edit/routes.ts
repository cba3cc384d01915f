import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  type Ctx,
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
  roleAllows,
} from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import type { Context } from 'hono'
import { requireRole } from '../../accounts/index.ts'
import type { MonitoringConfig } from '../config/config.ts'
import { changeMonitor } from './change-monitor.ts'
import { componentRoutes } from './component-routes.ts'
import { createMonitor } from './create-monitor.ts'
import { readWatched, type WatchedMonitor } from './read-watched.ts'
import { retireMonitor } from './retire-monitor.ts'
import { runNow } from './run-now.ts'
import { secretRoutes } from './secret-routes.ts'
import { shown } from './shown.ts'
import type { Written } from './tables.ts'

const security = [{ key: [] }]
const params = z.object({ key: z.string().max(64).openapi({ example: 'payments' }) })

/** The fields themselves are judged by the rules of the file, whose sentences say what to write instead. */
const writtenSchema = z.record(z.string(), z.any()).openapi({
  description: 'As in the configuration file; see schema/tractops.schema.json.',
  example: { key: 'home', component: 'app', every: '20s', http: { url: 'https://app.example.com/' } },
})

const monitorSchema = z
  .object({
    key: z.string(),
    component: z.string(),
    kind: z.string(),
    source: z.enum(['file', 'console']),
    everyMs: z.int(),
    definition: writtenSchema,
    problem: z.string().nullable().openapi({ description: 'Why it is not checked.' }),
  })
  .openapi('Monitor')
const one = json(monitorSchema, 'The monitor as it is now.')
const made = json(
  monitorSchema.extend({
    token: z.string().nullable().openapi({ description: 'Of a new heartbeat: shown this once.' }),
  }),
  'The monitor as it is now.',
)

const list = createRoute({
  method: 'get',
  path: '/api/v1/monitors',
  summary: 'What is watched, from the file and from the console, by key; secrets are not shown',
  security,
  middleware: requireRole('viewer'),
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(monitorSchema), 'A page.'), ...problems(400, 401, 403) },
})
const get = createRoute({
  method: 'get',
  path: '/api/v1/monitors/{key}',
  summary: 'A monitor and its definition; secrets are not shown',
  security,
  middleware: requireRole('viewer'),
  request: { params },
  responses: { 200: one, ...problems(401, 403, 404) },
})
const create = createRoute({
  method: 'post',
  path: '/api/v1/monitors',
  summary: 'Makes a monitor; it is checked at once',
  security,
  middleware: requireRole('lead'),
  request: { body: jsonBody(writtenSchema) },
  responses: { 201: made, ...problems(400, 401, 403, 409) },
})
const change = createRoute({
  method: 'patch',
  path: '/api/v1/monitors/{key}',
  summary: 'Changes the given fields of a monitor; null takes one away',
  security,
  middleware: requireRole('lead'),
  request: { params, body: jsonBody(writtenSchema) },
  responses: { 200: made, ...problems(400, 401, 403, 404, 409) },
})
const retire = createRoute({
  method: 'delete',
  path: '/api/v1/monitors/{key}',
  summary: 'Ends a monitor; what it measured is kept',
  security,
  middleware: requireRole('lead'),
  request: { params },
  responses: { 204: { description: 'It is ended.' }, ...problems(401, 403, 404, 409) },
})
const run = createRoute({
  method: 'post',
  path: '/api/v1/monitors/{key}/run',
  summary: 'Carries out one check at once, records it, and answers with what it found',
  security,
  middleware: requireRole('agent'),
  request: { params },
  responses: {
    200: json(
      z
        .object({
          at: z.string(),
          state: z.enum(['up', 'degraded', 'down']),
          reason: z.string().nullable(),
          latencyMs: z.int(),
          statusCode: z.int().nullable(),
          tlsDaysLeft: z.int().nullable(),
        })
        .openapi('CheckResult'),
      'What the check found.',
    ),
    ...problems(401, 403, 404, 409),
  },
})

/** Monitors, components and secrets, edited beside those of `file`. */
export function definitionRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'log' | 'config'>,
  { file }: { file: MonitoringConfig },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const watching = { file, secretKey: p.config.secretKey }
  const within = <T>(c: Context<HttpEnv>, work: (ctx: Ctx) => Promise<T>) =>
    inTransaction(p, c.get('actor'), work)
  const by = (c: Context<HttpEnv>) => ({ ...watching, mayAllowPrivate: roleAllows(c.get('role'), 'admin') })
  const found = async (ctx: Ctx, key: string) => {
    const { monitors } = await readWatched(ctx, watching)
    const monitor = monitors.find(({ config }) => config.key === key)
    if (monitor !== undefined) return itemOf(monitor)
    const message = `No monitor is called "${key}"; /api/v1/monitors lists them.`
    throw new AppError('monitor_unknown', 404, message, { path: 'param.key' })
  }
  routes.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const after = cursorValues(cursor, ['string'])?.[0] as string | undefined
    const { monitors } = await within(c, (ctx) => readWatched(ctx, watching))
    const rows = monitors
      .map(itemOf)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .filter(({ key }) => after === undefined || key > after)
    return c.json(
      pageFrom(rows.slice(0, limit + 1), limit, ({ key }) => [key]),
      200,
    )
  })
  routes.openapi(get, async (c) =>
    c.json(await within(c, (ctx) => found(ctx, c.req.valid('param').key)), 200),
  )
  routes.openapi(create, async (c) => {
    const written = c.req.valid('json') as Written
    const answer = await within(c, async (ctx) => {
      const { key, token } = await createMonitor(ctx, { ...by(c), written })
      return { ...(await found(ctx, key)), token }
    })
    return c.json(answer, 201)
  })
  routes.openapi(change, async (c) => {
    const { key } = c.req.valid('param')
    const changes = c.req.valid('json') as Written
    const answer = await within(c, async (ctx) => {
      const { token } = await changeMonitor(ctx, { ...by(c), key, changes })
      return { ...(await found(ctx, key)), token }
    })
    return c.json(answer, 200)
  })
  routes.openapi(retire, async (c) => {
    const { key } = c.req.valid('param')
    await within(c, (ctx) => retireMonitor(ctx, { ...watching, key }))
    return c.body(null, 204)
  })
  routes.openapi(run, async (c) => {
    const { startedAt, ...result } = await runNow(p, c.get('actor'), { ...watching, ...c.req.valid('param') })
    return c.json({ at: formatInstant(startedAt), ...result }, 200)
  })
  routes.route('/', componentRoutes(p, watching))
  routes.route('/', secretRoutes(p, watching))
  return routes
}

function itemOf({ config, source, written, problem }: WatchedMonitor) {
  const { key, component, kind, everyMs } = config
  return { key, component, kind, source, everyMs, definition: shown(written), problem }
}
