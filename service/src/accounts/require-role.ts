import {
  AppError,
  type HttpEnv,
  type LimitPolicy,
  type Role,
  remoteAddress,
  roleAllows,
} from '@tractops/platform'
import type { Context, MiddlewareHandler } from 'hono'
import { findKey } from './find-key.ts'

const perKey: LimitPolicy = { name: 'key', quota: 600, windowMs: 60_000 }
const refusals: LimitPolicy = { name: 'refused', quota: 60, windowMs: 60_000 }

/**
 * Lets a request pass that shows an API key (`Authorization: Bearer …`) whose role includes `role`, and sets `actor`.
 * Else a 401 or 403 problem with `WWW-Authenticate` (RFC 6750). Counts requests by key, and refused ones by address.
 */
export function requireRole(role: Role): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const actor = await authenticate(c)
    const headers = c.get('limiter').take(actor.id, perKey)
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    if (!roleAllows(actor.role, role))
      throw new AppError(
        'forbidden',
        403,
        `This needs the role ${role}, and the key "${actor.name}" has ${actor.role}.`,
        {
          headers: { 'WWW-Authenticate': 'Bearer realm="tractops", error="insufficient_scope"' },
        },
      )
    c.set('actor', actor)
    c.header('cache-control', 'private, no-store')
    await next()
  }
}

async function authenticate(c: Context<HttpEnv>) {
  const given = c.req.header('authorization')
  const key = given?.match(/^Bearer +(\S+) *$/i)?.[1]
  const actor = key === undefined ? null : await findKey(c.get('platform').db, key)
  if (actor) return actor
  const headers = c.get('limiter').take(remoteAddress(c), refusals)
  throw given === undefined
    ? new AppError('unauthenticated', 401, 'Show an API key in the header Authorization: Bearer KEY.', {
        headers: { ...headers, 'WWW-Authenticate': 'Bearer realm="tractops"' },
      })
    : new AppError('invalid_key', 401, 'This API key is not known or has been revoked.', {
        headers: { ...headers, 'WWW-Authenticate': 'Bearer realm="tractops", error="invalid_token"' },
      })
}
