import { type Actor, type HttpEnv, type Role, roles } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { type Proof, personSession } from '../tables.ts'
import { authOf, originOf } from './auth-of.ts'

/** However much it is used, a session ends after so long. */
const LONGEST_MS = 14 * 24 * 3_600_000

export type Session = {
  id: string
  actor: Actor & { kind: 'person' }
  email: string
  role: Role
  /** True once the person has confirmed a TOTP secret, in whichever session. */
  hasTotp: boolean
  verifiedBy: Proof
  createdAt: Temporal.Instant
}

const COOKIE = /(?:^|; *)(?:__Secure-)?tractops\.session_token=/

/** The session that a request's cookie speaks of; null without one, or where it has ended. Prolongs it as it is used. */
export async function findSession(c: Context<HttpEnv>): Promise<Session | null> {
  if (!COOKIE.test(c.req.header('cookie') ?? '')) return null
  const p = c.get('platform')
  const auth = await authOf(p, originOf(p, c))
  const { response: found, headers } = await auth.api.getSession({
    headers: c.req.raw.headers,
    returnHeaders: true,
  })
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  if (!found) return null
  const { session, user } = found
  const createdAt = Temporal.Instant.fromEpochMilliseconds(session.createdAt.getTime())
  if (p.clock.now().epochMilliseconds - createdAt.epochMilliseconds > LONGEST_MS) {
    await p.db.delete(personSession).where(eq(personSession.id, session.id))
    return null
  }
  return {
    id: session.id,
    actor: { kind: 'person', id: user.id, name: user.name },
    email: user.email,
    role: roles.find((role) => role === user.role) ?? 'viewer',
    hasTotp: user.twoFactorEnabled === true,
    verifiedBy: session.verifiedBy as Proof,
    createdAt,
  }
}
