import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { dueRoutes } from './due-routes.ts'
import { eventsRoutes } from './events-routes.ts'
import { markdownRoutes } from './markdown-routes.ts'
import { webRoutes } from './web-routes.ts'

/** `/console`: the pages of staff as they were built, and the line over which they hear what has changed. */
export function consoleRoutes(p: Pick<Platform, 'db' | 'clock' | 'events'>): Hono<HttpEnv> {
  const routes = createRoutes()
  for (const part of [webRoutes(), eventsRoutes(p), dueRoutes(p), markdownRoutes()]) routes.route('/', part)
  return routes
}
