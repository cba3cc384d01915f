import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { requireRole } from '../accounts/index.ts'
import { refusing } from '../monitoring/index.ts'
import { inputOf } from './input.ts'
import { monthToDate } from './month-to-date.ts'
import { uptimeInputSchema, uptimeSchema } from './schemas.ts'

const query = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Write a month such as 2026-11.')
    .optional()
    .openapi({ description: 'A calendar month, Pacific; default: the present one.', example: '2026-11' }),
})

const getUptime = createRoute({
  method: 'get',
  path: '/api/v1/uptime',
  summary: 'The uptime of a month, so far where it still runs',
  security: [{ key: [] }],
  request: { query },
  responses: {
    200: json(uptimeSchema, 'The uptime, by the policy in force when the month began.'),
    ...problems(400, 401, 403),
  },
})

const getInput = createRoute({
  method: 'get',
  path: '/api/v1/uptime/input',
  summary: 'Everything that the uptime of a month follows from, as `sla uptime` takes it',
  security: [{ key: [] }],
  request: { query },
  responses: {
    200: json(uptimeInputSchema, 'Given to `npx sla uptime -`, it yields the figures of /api/v1/uptime.'),
    ...problems(400, 401, 403),
  },
})

/** The month's figure and what it follows from, for any key of role viewer or above. */
export function uptimeRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  { policies }: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  for (const path of ['/api/v1/uptime', '/api/v1/uptime/*']) routes.use(path, requireRole('viewer'))
  const reading = (actor: HttpEnv['Variables']['actor'], month: string | undefined) =>
    inTransaction(p, actor, (ctx) => refusing('query', () => monthToDate(ctx, { month, policies })))
  routes.openapi(getUptime, async (c) => {
    const { uptime } = await reading(c.get('actor'), c.req.valid('query').month)
    return c.json(uptime, 200)
  })
  routes.openapi(getInput, async (c) => {
    const { period, observed } = await reading(c.get('actor'), c.req.valid('query').month)
    return c.json(inputOf(period, observed), 200)
  })
  return routes
}
