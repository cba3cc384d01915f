import { createRoutes, type HttpEnv, type Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { readerIdentityRoutes } from './identity/routes.ts'
import { startIdentity } from './identity/start-identity.ts'
import { liveRoutes } from './live/routes.ts'
import { monthRoutes } from './month/routes.ts'
import { type PortalDeps, ticketRoutes } from './tickets/routes.ts'
import { raiseWall } from './wall/raise-wall.ts'

/** What the pages of the portal ask, below `/portal/api`. */
export function portalRoutes(p: Platform, deps: PortalDeps): Hono<HttpEnv> {
  const routes = createRoutes()
  for (const part of [ticketRoutes(p, deps), monthRoutes(p, deps.desk), liveRoutes(p, deps)])
    routes.route('/', part as unknown as Hono<HttpEnv>)
  return routes.route('/', readerIdentityRoutes(p))
}

/** Starts what the portal does by itself; `url` is where people reach us, without a slash at its end. `wall`: see raiseWall. */
export async function startPortal(
  p: Platform,
  { url }: { url: string },
): Promise<{ wall: boolean; stop(): Promise<void> }> {
  const wall = await raiseWall(p)
  return { wall, ...(await startIdentity(p, { url })) }
}
