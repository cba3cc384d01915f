import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppError,
  createRoutes,
  cursorValues,
  type HttpEnv,
  inTransaction,
  json,
  type Platform,
  pageFrom,
  pageOf,
  pageQuery,
  problems,
} from '@tractops/platform'
import { formatInstant, parseInstant } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { latencyOf } from '../latency/latency-of.ts'
import { refusing } from '../refusing.ts'
import { resultsOf, type Told } from './results-of.ts'

const HOUR_MS = 3_600_000
/** Results may be dated a little ahead of us. */
const AHEAD_HOURS = 72
const MAX_CURSOR_MS = Date.UTC(9999, 0)
const MOST_AT_ONCE = 10_000
const SHORT_WINDOW_MS = 8 * 24 * HOUR_MS

const params = z.object({
  component: z.string().max(40).openapi({ example: 'payments' }),
  monitor: z.string().max(40).openapi({ example: 'home' }),
})
const instant = z.string().openapi({ description: 'RFC 3339.', example: '2026-11-24T18:00:00Z' })
const ms = z.number().min(0).nullable()

const latencyPoint = z
  .object({
    at: instant,
    count: z.int().min(0).openapi({ description: 'Checks that began within the step.' }),
    failed: z
      .int()
      .min(0)
      .openapi({ description: 'Those that found it down; they are not in the quantiles.' }),
    p50Ms: ms,
    p95Ms: ms,
    p99Ms: ms,
  })
  .openapi('LatencyPoint')

const getLatency = createRoute({
  method: 'get',
  path: '/api/v1/monitors/{component}/{monitor}/latency',
  summary: 'How long the checks of a monitor took, by steps of time, within 2 %',
  security: [{ key: [] }],
  request: {
    params,
    query: z.object({
      from: instant.optional().openapi({ description: 'Default: a day before `to`.' }),
      to: instant.optional().openapi({ description: 'Default: now.' }),
      step: z
        .string()
        .regex(/^[1-9]\d{0,3}[hd]$/, 'Write a step such as 1h, 6h or 1d.')
        .optional()
        .openapi({
          description: 'Whole hours or days; 1000 steps at most. Default: 1h, and 1d for more than 8 days.',
          example: '1h',
        }),
    }),
  },
  responses: {
    200: json(z.array(latencyPoint), 'The steps, oldest first, with or without checks.'),
    ...problems(400, 401, 403, 404),
  },
})

const result = z
  .object({
    at: instant,
    agent: z.string().openapi({ description: 'Who looked.' }),
    state: z.enum(['up', 'degraded', 'down', 'blind']).openapi({
      description: 'blind: the agent could not even reach its control targets, so it counts for nothing.',
    }),
    reason: z.string().nullable(),
    latencyMs: z.int(),
    statusCode: z.int().nullable(),
  })
  .openapi('Result')

const getResults = createRoute({
  method: 'get',
  path: '/api/v1/monitors/{component}/{monitor}/results',
  summary: 'The raw results of a monitor, newest first, of 90 days',
  security: [{ key: [] }],
  request: { params, query: z.object(pageQuery) },
  responses: { 200: json(pageOf(result), 'A page of results.'), ...problems(400, 401, 403, 404) },
})

/** `/api/v1/monitors/…`: what was measured of one monitor, for any key of role viewer or above. */
export function monitorRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  for (const what of ['latency', 'results'])
    routes.use(`/api/v1/monitors/:component/:monitor/${what}`, requireRole('viewer'))
  routes.openapi(getLatency, async (c) => {
    const query = c.req.valid('query')
    const points = await inTransaction(p, c.get('actor'), async (ctx) => {
      const window = await refusing('query', async () => {
        const to = query.to === undefined ? ctx.now : parseInstant(query.to, 'to')
        return {
          to,
          from: query.from === undefined ? to.subtract({ hours: 24 }) : parseInstant(query.from, 'from'),
        }
      })
      const lengthMs = window.to.epochMilliseconds - window.from.epochMilliseconds
      const stepMs = stepOf(query.step ?? (lengthMs <= SHORT_WINDOW_MS ? '1h' : '1d'))
      return latencyOf(ctx, { ...c.req.valid('param'), ...window, stepMs })
    })
    return c.json(
      points.map(({ at, ...point }) => ({ at: formatInstant(at), ...point })),
      200,
    )
  })
  routes.openapi(getResults, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const before = endOf(cursor)
    const rows = await inTransaction(p, c.get('actor'), (ctx) =>
      resultsOf(ctx, {
        ...c.req.valid('param'),
        before: before ?? { at: ctx.now.add({ hours: AHEAD_HOURS }), told: 0 },
        limit: limit + 1,
      }),
    )
    const page = pageFrom(rows, limit, ({ at }) => {
      const here = rows.slice(0, limit).filter((row) => row.at.equals(at)).length
      return [at.epochMilliseconds, before?.at.equals(at) ? before.told + here : here]
    })
    const items = page.items.map(({ at, ...row }) => ({ at: formatInstant(at), ...row }))
    return c.json({ items, next: page.next }, 200)
  })
  return routes
}

/** Where the page before ended: at which instant, and how many of its results were told. */
function endOf(cursor: string | undefined): Told | null {
  const values = cursorValues(cursor, ['number', 'number']) as [number, number] | null
  if (values === null) return null
  const [ms, told] = values
  if (ms >= 0 && ms <= MAX_CURSOR_MS && told >= 0 && told <= MOST_AT_ONCE && values.every(Number.isInteger))
    return { at: Temporal.Instant.fromEpochMilliseconds(ms), told }
  throw new AppError('invalid_cursor', 400, 'This cursor is not one of ours: begin again without it.', {
    path: 'query.cursor',
  })
}

const stepOf = (text: string) => Number(text.slice(0, -1)) * (text.endsWith('d') ? 24 : 1) * HOUR_MS
