import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { dueRoutes } from './due-routes.ts'
import { eventsRoutes } from './events-routes.ts'
import { markdownRoutes } from './markdown-routes.ts'
import { troubleRoutes } from './trouble-routes.ts'
import { webRoutes } from './web-routes.ts'

/** `/console`: the pages of staff as they were built, and the line over which they hear what has changed. `troubles` tell what is wrong. */
export function consoleRoutes(
  p: Pick<Platform, 'db' | 'clock' | 'events'>,
  { troubles = [] }: { troubles?: Parameters<typeof troubleRoutes>[1] } = {},
): Hono<HttpEnv> {
  const routes = createRoutes()
  const parts = [webRoutes(), eventsRoutes(p), dueRoutes(p), troubleRoutes(p, troubles), markdownRoutes()]
  for (const part of parts) routes.route('/', part)
  return routes
}
