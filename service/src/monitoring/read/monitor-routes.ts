import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import { formatInstant, parseInstant } from '@tractops/sla'
import { requireRole } from '../../accounts/index.ts'
import { latencyOf } from '../latency/latency-of.ts'
import { refusing } from '../refusing.ts'

const HOUR_MS = 3_600_000
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

/** `/api/v1/monitors/…`: what was measured of one monitor, for any key of role viewer or above. */
export function monitorRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.use('/api/v1/monitors/:component/:monitor/latency', requireRole('viewer'))
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
  return routes
}

const stepOf = (text: string) => Number(text.slice(0, -1)) * (text.endsWith('d') ? 24 : 1) * HOUR_MS
