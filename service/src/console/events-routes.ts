import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { createRoutes, eventStream, type HttpEnv, type Platform, problems } from '@tractops/platform'
import { requireRole } from '../accounts/index.ts'

const getEvents = createRoute({
  method: 'get',
  path: '/api/v1/events',
  summary: 'Hear which rooms have changed, as server-sent events',
  description:
    'Each event is the name of a topic, such as `incidents`, or `*`: anything may have changed. It carries no data: ask anew.',
  security: [{ key: [] }, { session: [] }],
  middleware: requireRole('viewer'),
  responses: { 200: { description: 'text/event-stream, until it is closed.' }, ...problems(401, 403) },
})

/** `GET /api/v1/events`: topics announced by any process, as they are committed. */
export function eventsRoutes({ events }: Pick<Platform, 'events'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.openapi(getEvents, (c) =>
    eventStream(c, ({ tell }) => events.on((topic) => tell(topic === '' ? '*' : topic))),
  )
  return routes
}
