import { AppError, createRoutes, type HttpEnv, remoteAddress } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import type { Context, Hono } from 'hono'
import { type Proof, personSession } from '../tables.ts'
import { authOf, originOf } from './auth-of.ts'
import { findSession, type Session } from './find-session.ts'
import { refuseWeak } from './password.ts'
import { recordIdentity } from './record-identity.ts'
import { refuseForged } from './same-origin.ts'
import { hasPasskey } from './second-factor.ts'
import { ADDRESS_HEADER } from './secret.ts'
import { recordFailure } from './sign-in-failures.ts'
import { countSignIn, rememberDevice } from './sign-in-limits.ts'
import { said } from './texts.ts'

type Way = 'password' | 'totp' | 'backup_code' | 'passkey'
type Door = {
  method: 'GET' | 'POST'
  path: string
  /** Proves who somebody is: counted, and told to the audit chain when it fails. */
  proves?: Way
  /** Who may: anybody, one who sets up a first second factor, or one who is wholly signed in. Default: anybody. */
  needs?: 'enrolment' | 'session'
}

/** What is open of the identity library; everything else of it answers 404. */
const DOORS: Door[] = [
  { method: 'POST', path: '/sign-in/email', proves: 'password' },
  { method: 'POST', path: '/two-factor/verify-totp', proves: 'totp' },
  { method: 'POST', path: '/two-factor/verify-backup-code', proves: 'backup_code' },
  { method: 'GET', path: '/passkey/generate-authenticate-options' },
  { method: 'POST', path: '/passkey/verify-authentication', proves: 'passkey' },
  { method: 'POST', path: '/sign-out' },
  { method: 'POST', path: '/two-factor/enable', needs: 'enrolment' },
  { method: 'GET', path: '/passkey/generate-register-options', needs: 'enrolment' },
  { method: 'POST', path: '/passkey/verify-registration', needs: 'enrolment' },
  { method: 'POST', path: '/two-factor/generate-backup-codes', needs: 'session' },
  { method: 'GET', path: '/passkey/list-user-passkeys', needs: 'session' },
  { method: 'POST', path: '/passkey/delete-passkey', needs: 'session' },
  { method: 'POST', path: '/change-password', needs: 'session' },
]

/** `/api/auth/…`: signing in and out, second factors, passwords; carried out by the library, guarded and audited here. */
export function identityRoutes(): Hono<HttpEnv> {
  const routes = createRoutes()
  for (const door of DOORS) routes.on(door.method, `/api/auth${door.path}`, (c) => answer(c, door))
  return routes
}

async function answer(c: Context<HttpEnv>, door: Door): Promise<Response> {
  refuseForged(c)
  const p = c.get('platform')
  const body = await bodyOf(c)
  const email = typeof body.email === 'string' ? body.email.trim().toLowerCase() : null
  if (door.proves ?? door.path.startsWith('/passkey/generate-auth')) await countSignIn(c, email)
  const session = door.proves === 'passkey' || door.proves === 'password' ? null : await findSession(c)
  if (door.needs) await refuseUnless(door.needs, session, c)
  if (door.path === '/change-password')
    refuseWeak(String(body.newPassword ?? ''), [session!.actor.name, session!.email], 'newPassword')
  if (door.path === '/passkey/delete-passkey') await refuseLastFactor(c, session!)
  const auth = await authOf(p, originOf(p, c))
  const answered = await auth.handler(asked(c, JSON.stringify(shaped(door, body))))
  for (const cookie of answered.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  c.header('cache-control', 'private, no-store')
  if (!answered.ok) {
    if (door.proves) await recordFailure(c, door.proves, email)
    const { code, message } = (await answered.json().catch(() => ({}))) as { code?: string; message?: string }
    throw said(answered.status, code, message)
  }
  const reply = (await answered.json()) as Record<string, unknown>
  await afterwards(c, door, session, reply)
  return c.json(visible(door, reply), 200)
}

/** Refuses enrolment and changes to those whose session does not carry them. */
async function refuseUnless(needs: 'enrolment' | 'session', session: Session | null, c: Context<HttpEnv>) {
  if (!session) throw new AppError('unauthenticated', 401, 'Sign in first: your session has ended.')
  if (session.verifiedBy !== 'password') return
  const p = c.get('platform')
  if (needs === 'session' || session.hasTotp || (await hasPasskey(p.db, session.actor.id)))
    throw new AppError(
      'second_factor_needed',
      403,
      'This session was opened by the password alone: sign in again, with your second factor.',
    )
}

async function refuseLastFactor(c: Context<HttpEnv>, session: Session): Promise<void> {
  const p = c.get('platform')
  if (!session.hasTotp && (await hasPasskey(p.db, session.actor.id, 2)) === false)
    throw new AppError(
      'last_second_factor',
      409,
      'This is your only second factor: set up another one first, then remove this one.',
    )
}

/** What is told, kept and raised once the library has said yes. */
async function afterwards(
  c: Context<HttpEnv>,
  door: Door,
  before: Session | null,
  reply: Record<string, unknown>,
) {
  const p = c.get('platform')
  if (door.path === '/passkey/verify-registration' && before?.verifiedBy === 'password')
    await p.db
      .update(personSession)
      .set({ verifiedBy: 'passkey' satisfies Proof })
      .where(eq(personSession.id, before.id))
  const who = await recordIdentity(p, { path: door.path, before, reply, address: remoteAddress(c) })
  if (who !== null) rememberDevice(c, who)
}

/** The request as the library is to see it: where it came from said by us, its body as it was read and shaped. */
function asked(c: Context<HttpEnv>, body: string): Request {
  const headers = new Headers(c.req.raw.headers)
  headers.set(ADDRESS_HEADER, remoteAddress(c))
  const url = new URL(c.req.url)
  const own = new URL(originOf(c.get('platform'), c))
  url.protocol = own.protocol
  url.host = own.host
  if (c.req.method === 'GET') return new Request(url, { headers })
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  return new Request(url, { method: c.req.method, headers, body })
}

async function bodyOf(c: Context<HttpEnv>): Promise<Record<string, unknown>> {
  if (c.req.method === 'GET') return {}
  const text = await c.req.text()
  if (text === '') return {}
  try {
    const body = JSON.parse(text) as unknown
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new AppError('invalid_input', 400, 'The body is not a JSON object.')
}

/** Without what the library offers and we do not: devices trusted past a second factor, redirects, sessions for good. */
function shaped(door: Door, body: Record<string, unknown>): Record<string, unknown> {
  const { trustDevice: _t, callbackURL: _c, rememberMe: _r, createSession: _s, ...rest } = body
  if (door.path === '/change-password') return { ...rest, revokeOtherSessions: true }
  if (door.path === '/two-factor/enable') return { password: rest.password, method: 'totp' }
  return rest
}

/** Session tokens belong into the cookie, and nowhere else. */
function visible(door: Door, reply: Record<string, unknown>): unknown {
  if (door.proves || door.path === '/change-password')
    return { twoFactorRedirect: reply.twoFactorRedirect === true, methods: reply.twoFactorMethods ?? [] }
  return reply
}
