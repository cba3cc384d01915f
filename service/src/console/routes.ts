import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { dueRoutes } from './due-routes.ts'
import { eventsRoutes } from './events-routes.ts'
import { webRoutes } from './web-routes.ts'

/** `/console`: the pages of staff as they were built, and the line over which they hear what has changed. */
export function consoleRoutes(p: Pick<Platform, 'db' | 'clock' | 'events'>): Hono<HttpEnv> {
  return createRoutes().route('/', webRoutes()).route('/', eventsRoutes(p)).route('/', dueRoutes(p))
}
