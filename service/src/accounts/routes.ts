import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { auditRoutes } from './audit-routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { keyRoutes } from './key-routes.ts'
import { meRoutes } from './me-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { welcomeRoutes } from './welcome-routes.ts'

/** Everything over HTTP that has to do with who may do what, and who did what. */
export function accountsRoutes(p: Platform): Hono<HttpEnv> {
  const routes = createRoutes()
  const parts = [
    identityRoutes(),
    meRoutes(p),
    welcomeRoutes(p),
    peopleRoutes(p),
    keyRoutes(p),
    auditRoutes(p),
  ]
  for (const part of parts) routes.route('/', part)
  return routes
}
