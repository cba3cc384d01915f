import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import type { Desk } from '../desk/index.ts'
import { widgetCors } from './http/cors.ts'
import { liveRoutes } from './http/live-routes.ts'
import { publicRoutes } from './http/public-routes.ts'
import { readerRoutes } from './http/reader-routes.ts'
import { scriptRoutes } from './http/script-routes.ts'
import { widgetKeyRoutes } from './keys/routes.ts'

/** `/widget.js`, its API below `/widget/api/` for pages of `origins`, and the keys of host applications. */
export function widgetRoutes(
  p: Platform,
  { desk, origins }: { desk: Desk; origins: readonly string[] },
): Hono<HttpEnv> {
  const routes = createRoutes()
  routes.use('/widget/api/*', widgetCors(origins))
  routes.route('/', scriptRoutes())
  routes.route('/', publicRoutes(p, desk))
  routes.route('/', readerRoutes(p, desk))
  routes.route('/', liveRoutes(p))
  routes.route('/', widgetKeyRoutes(p))
  return routes
}
