import type { OpenAPIHono } from '@hono/zod-openapi'
import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { evidenceRoutes } from './evidence-routes.ts'
import { incidentRoutes } from './incident-routes.ts'
import { textRoutes } from './text-routes.ts'

/** Every route of this room. */
export function incidentsRoutes(
  p: Pick<Platform, 'db' | 'clock'>,
  about: { policies: readonly Policy[] },
): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  for (const part of [textRoutes, incidentRoutes, evidenceRoutes]) routes.route('/', part(p, about))
  return routes
}
