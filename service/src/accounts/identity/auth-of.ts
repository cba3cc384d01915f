import type { Platform } from '@tractops/platform'
import type { Context } from 'hono'
import type { Auth } from './auth.ts'

const made = new WeakMap<object, Map<string, Promise<Auth>>>()
const mostOrigins = 16

/** Where people reach us: PUBLIC_URL's origin, or, where none is set, the address that this request asked for. */
export function originOf(p: Pick<Platform, 'config'>, c: Context): string {
  return new URL(p.config.publicUrl ?? c.req.url).origin
}

/** The identity library for this platform and origin, loaded when it is first needed: a third of a second, 30 MB. */
export function authOf(p: Platform, origin: string): Promise<Auth> {
  const ofPlatform = made.get(p) ?? new Map<string, Promise<Auth>>()
  made.set(p, ofPlatform)
  const found = ofPlatform.get(origin)
  if (found) return found
  const making = import('./auth.ts').then(({ createAuth }) => createAuth(p, origin))
  ofPlatform.set(origin, making)
  if (ofPlatform.size > mostOrigins) ofPlatform.delete(ofPlatform.keys().next().value!)
  return making
}
