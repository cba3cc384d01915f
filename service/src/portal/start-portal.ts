import type { HttpEnv, Platform } from '@tractops/platform'
import type { Hono } from 'hono'
import { readerIdentityRoutes } from './identity/routes.ts'
import { startIdentity } from './identity/start-identity.ts'

/** `/portal` and what its pages ask. */
export function portalRoutes(p: Platform): Hono<HttpEnv> {
  return readerIdentityRoutes(p)
}

/** Starts what the portal does by itself; `url` is where people reach us, without a slash at its end. */
export function startPortal(p: Platform, { url }: { url: string }): Promise<{ stop(): Promise<void> }> {
  return startIdentity(p, { url })
}
