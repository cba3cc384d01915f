import type { Actor, Role } from '../actor.ts'
import type { Platform } from '../platform.ts'
import type { RateLimiter } from './limit.ts'

/** What a handler finds in its context. */
export type HttpEnv = {
  Bindings: {
    /** Aborted once the server takes no more requests; absent where none listens. */
    closing?: AbortSignal
  }
  Variables: {
    requestId: string
    platform: Platform
    limiter: RateLimiter
    actor: Actor
    /** What the actor may do; set with it. */
    role: Role
    hasAllHeaders?: true
    hasIdempotencyKey?: true
  }
}
