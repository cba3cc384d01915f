import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, inTransaction, json, type Platform, problems } from '@tractops/platform'
import { requireRole } from '../accounts/index.ts'
import { dueNext as dueInDesk } from '../desk/index.ts'
import { dueNext as dueInIncidents } from '../incidents/index.ts'
import { dueNext as dueInMaintenance } from '../maintenance/index.ts'

const MOST = 50

const dueSchema = z
  .object({
    kind: z.string().openapi({ example: 'incident.postmortem' }),
    at: z.string().openapi({ description: 'RFC 3339, UTC.', example: '2026-11-24T18:00:00Z' }),
    title: z.string(),
    href: z.string().openapi({ description: 'Where in the console it is dealt with.' }),
  })
  .openapi('Due')

const getDue = createRoute({
  method: 'get',
  path: '/api/v1/due',
  summary: 'What comes due next, in every room, the soonest first',
  security: [{ key: [] }, { session: [] }],
  middleware: requireRole('viewer'),
  responses: {
    200: json(z.object({ items: z.array(dueSchema), next: z.null() }), `At most ${MOST}.`),
    ...problems(401, 403),
  },
})

/** `GET /api/v1/due`: what the rooms say comes due, put in one order. */
export function dueRoutes(p: Pick<Platform, 'db' | 'clock'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getDue, async (c) => {
    const due = await inTransaction(p, c.get('actor'), async (ctx) => [
      ...(await dueInDesk(ctx)),
      ...(await dueInIncidents(ctx)),
      ...(await dueInMaintenance(ctx)),
    ])
    const items = due
      .sort((a, b) => Temporal.Instant.compare(a.at, b.at))
      .slice(0, MOST)
      .map(({ kind, at, title, href }) => ({ kind, at: String(at), title, href }))
    return c.json({ items, next: null }, 200)
  })
  return routes
}
