import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, json, jsonBody, type Platform, problems } from '@tractops/platform'
import { requireRole } from '../../accounts/index.ts'
import type { Desk } from '../desk.ts'
import { changeMany } from '../tickets/change-many.ts'
import { bulkInput, bulkSchema } from './schemas.ts'

const many = createRoute({
  method: 'post',
  path: '/api/v1/tickets/bulk',
  summary: 'Do the same with many tickets, each by itself',
  description: 'One that refuses is named with its reason; the others are done all the same.',
  security: [{ key: [] }],
  middleware: requireRole('agent'),
  request: { body: jsonBody(bulkInput) },
  responses: { 200: json(bulkSchema, 'Which were done, and which refused.'), ...problems(400, 401, 403) },
})

/** What agents do with many tickets at once. */
export function bulkRoutes(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(many, async (c) => {
    const { ids, change: doing } = c.req.valid('json')
    return c.json(await changeMany(p, desk, c.get('actor'), { ids, doing }), 200)
  })
  return routes
}
