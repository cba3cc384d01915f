import {
  AppError,
  type HttpEnv,
  type LimitPolicy,
  onceByKey,
  type Role,
  remoteAddress,
  roleAllows,
} from '@tractops/platform'
import type { Context, MiddlewareHandler } from 'hono'
import { findKey } from './find-key.ts'
import { findSession, type Session } from './identity/find-session.ts'
import { refuseForged } from './identity/same-origin.ts'

const perKey: LimitPolicy = { name: 'key', quota: 600, windowMs: 60_000 }
const perPerson: LimitPolicy = { name: 'person', quota: 1_200, windowMs: 60_000 }
const refusals: LimitPolicy = { name: 'refused', quota: 60, windowMs: 60_000 }

/**
 * Lets a request pass that shows an API key (`Authorization: Bearer …`) or a console session (its cookie; a change also
 * needs the header of refuseForged) whose role includes `role`, and sets `actor` and `role`. Else a 401 or 403 problem, for
 * keys with `WWW-Authenticate` (RFC 6750). Counts requests by key or person, and refused ones by address. `Idempotency-Key` is honoured.
 */
export function requireRole(role: Role): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const held = await whoAsks(c)
    if (!roleAllows(held, role)) {
      const { kind, name } = c.get('actor')
      const headers = {
        'WWW-Authenticate': 'Bearer realm="tractops", error="insufficient_scope"',
      }
      const said =
        kind === 'key'
          ? `This needs the role ${role}, and the key "${name}" has ${held}.`
          : `This needs the role ${role}, and you have ${held}. Ask an admin.`
      throw new AppError('forbidden', 403, said, kind === 'key' ? { headers } : {})
    }
    return onceByKey(c, next)
  }
}

/**
 * Lets anybody pass who shows a key or has a session, one by password alone included; the route looks at `findSession`
 * for itself. Sets `actor` and `role` as `requireRole` does.
 */
export function requireSomebody(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await whoAsks(c, { halfway: true })
    await next()
  }
}

async function whoAsks(c: Context<HttpEnv>, { halfway = false } = {}): Promise<Role> {
  const given = c.req.header('authorization')
  const session = given === undefined ? await findSession(c) : null
  if (given === undefined && session === null)
    throw refused(
      c,
      'unauthenticated',
      'Show an API key in the header Authorization: Bearer KEY, or sign in.',
    )
  const actor = session?.actor ?? (await findByKey(c, given!))
  const role = session?.role ?? (actor as { role: Role }).role
  const headers = c.get('limiter').take(actor.id, actor.kind === 'key' ? perKey : perPerson)
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  if (session) {
    refuseForged(c)
    if (!halfway) refuseHalfway(session)
  }
  c.set('actor', actor)
  c.set('role', role)
  c.header('cache-control', 'private, no-store')
  return role
}

async function findByKey(c: Context<HttpEnv>, given: string) {
  const key = given.match(/^Bearer +(\S+) *$/i)?.[1]
  const actor = key === undefined ? null : await findKey(c.get('platform').db, key)
  if (!actor) throw refused(c, 'invalid_key', 'This API key is not known or has been revoked.')
  return actor
}

/** A password alone opens nothing but the enrolment of a second factor. */
function refuseHalfway({ verifiedBy }: Session): void {
  if (verifiedBy === 'password')
    throw new AppError(
      'second_factor_needed',
      403,
      'Set up a second factor first, an authenticator app or a passkey: open /console.',
    )
}

function refused(c: Context<HttpEnv>, code: 'unauthenticated' | 'invalid_key', message: string): AppError {
  const headers = c.get('limiter').take(remoteAddress(c), refusals)
  const challenge =
    code === 'invalid_key' ? 'Bearer realm="tractops", error="invalid_token"' : 'Bearer realm="tractops"'
  return new AppError(code, 401, message, { headers: { ...headers, 'WWW-Authenticate': challenge } })
}
