import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, type Platform, problems } from '@tractops/platform'
import { streamSSE } from 'hono/streaming'
import { requireRole } from '../accounts/index.ts'

const HEARTBEAT_MS = 15_000
/** A line is ended after so long and opened again by the browser, so that a session that has ended hears no more. */
const LONGEST_MS = 15 * 60_000

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
  routes.openapi(getEvents, (c) => {
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const ended = Promise.withResolvers<void>()
      const write = (text: string) => stream.write(text).then(() => {}, ended.resolve)
      const forget = events.on((topic) => void write(`data: ${topic === '' ? '*' : topic}\n\n`))
      const heartbeat = setInterval(() => void write(': here\n\n'), HEARTBEAT_MS)
      const limit = setTimeout(ended.resolve, LONGEST_MS)
      stream.onAbort(ended.resolve)
      try {
        await write('retry: 2000\n\n')
        await ended.promise
      } finally {
        forget()
        clearInterval(heartbeat)
        clearTimeout(limit)
      }
    })
  })
  return routes
}
