import type { Actor } from '../actor.ts'
import type { Platform } from '../platform.ts'
import type { RateLimiter } from './limit.ts'

/** What a handler finds in its context. */
export type HttpEnv = {
  Variables: {
    requestId: string
    platform: Platform
    limiter: RateLimiter
    actor: Actor
    hasAllHeaders?: true
  }
}
