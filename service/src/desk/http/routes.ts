import type { OpenAPIHono } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Desk } from '../desk.ts'
import { presenceRoutes } from '../presence/routes.ts'
import { rateRoutes } from '../rate/rate-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { changeRoutes } from './change-routes.ts'
import { ticketRoutes } from './ticket-routes.ts'

/** The desk's routes on one ticket and on many, and the page on which its customer says how it was. */
export function deskRoutes(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  routes.route('/', ticketRoutes(p, desk))
  routes.route('/', changeRoutes(p, desk))
  routes.route('/', bulkRoutes(p, desk))
  routes.route('/', presenceRoutes(p))
  routes.route('/', rateRoutes(p, desk))
  return routes
}
