import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  type Ctx,
  createRoutes,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  problems,
} from '@tractops/platform'
import { formatInstant, parseInstant } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'
import { agentRoutes } from './agents/serve/agent-routes.ts'
import { heartbeatRoutes } from './heartbeat/routes.ts'
import { componentHistory } from './read/component-history.ts'
import { monitorRoutes } from './read/monitor-routes.ts'
import { refusing } from './refusing.ts'
import { componentSchema, intervalSchema } from './schemas.ts'

const DAY_HOURS = 24
const LONGEST_WINDOW_HOURS = 400 * DAY_HOURS

const getComponents = createRoute({
  method: 'get',
  path: '/api/v1/components',
  summary: 'What is watched, and the confirmed state of each',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.array(componentSchema), 'The components, in the order of the configuration.'),
    ...problems(401, 403),
  },
})

const instantText = z
  .string()
  .openapi({ description: 'An RFC 3339 instant.', example: '2026-11-24T18:00:00Z' })

const getIntervals = createRoute({
  method: 'get',
  path: '/api/v1/components/{key}/intervals',
  summary: 'The confirmed states of a component over a window, contiguous',
  security: [{ key: [] }],
  middleware: requireRole('viewer'),
  request: {
    params: z.object({ key: z.string().max(40).openapi({ example: 'payments' }) }),
    query: z.object({
      from: instantText.optional().openapi({ description: 'Default: a day before `to`.' }),
      to: instantText
        .optional()
        .openapi({ description: 'Default: now. What has not passed yet is left out.' }),
    }),
  },
  responses: {
    200: json(z.array(intervalSchema), 'The intervals; the end of the one that lasts is null.'),
    ...problems(400, 401, 403, 404),
  },
})

/** Reading the measurement, for any key of role viewer or above; and what targets call. */
export function monitoringRoutes(p: Pick<Platform, 'db' | 'clock' | 'log'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const reading = <T>(actor: HttpEnv['Variables']['actor'], read: (ctx: Ctx) => Promise<T>) =>
    inTransaction(p, actor, read)
  routes.openapi(getComponents, async (c) => {
    const list = await reading(c.get('actor'), (ctx) => componentHistory(ctx, { from: ctx.now, to: ctx.now }))
    return c.json(
      list.map(({ key, name, critical, state }) => ({ key, name, critical, state })),
      200,
    )
  })
  routes.openapi(getIntervals, async (c) => {
    const { key } = c.req.valid('param')
    const query = c.req.valid('query')
    const found = await reading(c.get('actor'), async (ctx) => {
      const window = await refusing('query', async () => windowOf(query, ctx.now))
      return (await componentHistory(ctx, window)).find((component) => component.key === key)
    })
    if (found === undefined) {
      throw new AppError(
        'component_unknown',
        404,
        `No component is called "${key}"; /api/v1/components lists them.`,
        {
          path: 'param.key',
        },
      )
    }
    const list = found.intervals.map(({ state, start, end, cause }) => ({
      state,
      start: formatInstant(start),
      end: end === null ? null : formatInstant(end),
      ...(cause === undefined ? {} : { cause }),
    }))
    return c.json(list, 200)
  })
  routes.route('/', monitorRoutes(p))
  routes.route('/', heartbeatRoutes(p))
  routes.route('/', agentRoutes(p))
  return routes
}

function windowOf(query: { from?: string | undefined; to?: string | undefined }, now: Temporal.Instant) {
  const to = query.to === undefined ? now : parseInstant(query.to, 'to')
  const from = query.from === undefined ? to.subtract({ hours: DAY_HOURS }) : parseInstant(query.from, 'from')
  const lengthMs = to.epochMilliseconds - from.epochMilliseconds
  const refuse = (code: string, message: string) => new AppError(code, 400, message, { path: 'query.from' })
  if (lengthMs <= 0) throw refuse('window_reversed', '`from` must be before `to`.')
  if (lengthMs > LONGEST_WINDOW_HOURS * 3_600_000) {
    throw refuse('window_too_long', 'A window holds 400 days at most; ask for less at a time.')
  }
  return { from, to }
}
