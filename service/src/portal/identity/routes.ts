import {
  AppError,
  createRoutes,
  type HttpEnv,
  inTransaction,
  isMailAddress,
  type LimitPolicy,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { targetOf } from '../links.ts'
import { readBody } from '../read-body.ts'
import { dropToken, leaveToken, shownToken } from './cookie.ts'
import { endSessions } from './end-sessions.ts'
import { openSession } from './open-session.ts'
import { nameOfReader } from './reader.ts'
import { type ReaderEnv, refuseForgedInPortal, requireReader } from './require-reader.ts'
import { LINK_QUEUE } from './start-identity.ts'

const perAddress: LimitPolicy = { name: 'portal-sign-in', quota: 20, windowMs: 15 * 60_000 }
const perMailbox: LimitPolicy = { name: 'portal-mailbox', quota: 5, windowMs: 60 * 60_000 }
const perGuess: LimitPolicy = { name: 'portal-link', quota: 30, windowMs: 5 * 60_000 }
const PORTAL = { kind: 'system', name: 'portal' } as const

const asking = z.strictObject({ email: z.string().max(254), target: z.string().max(1_000).optional() })
const entering = z.strictObject({ token: z.string().min(1).max(100) })

/** `/portal/api/…`: signing in by a link in a mail, who is signed in, and out again. */
export function readerIdentityRoutes(p: Platform): Hono<HttpEnv> {
  const routes = createRoutes()

  // Whoever asks is told the same, and equally fast, whether the address may read or not.
  routes.post('/portal/api/sign-in', async (c) => {
    refuseForgedInPortal(c)
    c.get('limiter').take(remoteAddress(c), perAddress)
    const { email: given, target } = await readBody(c, asking)
    const email = given.trim().toLowerCase()
    if (!isMailAddress(email))
      throw new AppError('invalid_input', 400, 'Write one mail address, such as carla@example.com.', {
        path: 'json.email',
      })
    if (mayWrite(c, email)) await p.queue.send(null, LINK_QUEUE, { email, target: targetOf(target ?? '') })
    return c.json({ asked: true }, 202)
  })

  routes.post('/portal/api/session', async (c) => {
    refuseForgedInPortal(c)
    c.get('limiter').take(remoteAddress(c), perGuess)
    const { token } = await readBody(c, entering)
    const opened = await inTransaction(p, PORTAL, (ctx) =>
      openSession(ctx, { token, instead: shownToken(c) }),
    )
    leaveToken(c, opened.token)
    c.header('cache-control', 'private, no-store')
    return c.json({ target: opened.target }, 201)
  })

  const own = new Hono<ReaderEnv>()
  own.get('/portal/api/me', requireReader(), (c) => {
    const reader = c.get('reader')
    const customers = reader.contacts.map(({ customerId, customerName, role }) => ({
      id: customerId,
      name: customerName,
      role,
    }))
    return c.json({ email: reader.email, name: nameOfReader(reader), customers }, 200)
  })
  for (const [path, everywhere] of [
    ['/portal/api/session', false],
    ['/portal/api/sessions', true],
  ] as const)
    own.delete(path, requireReader(), async (c) => {
      await inTransaction(p, c.get('actor'), (ctx) =>
        endSessions(ctx, { session: c.get('reader'), everywhere }),
      )
      dropToken(c as unknown as Context<HttpEnv>)
      return c.body(null, 204)
    })
  return routes.route('/', own as unknown as Hono<HttpEnv>)
}

/** Whether this address may be sent another mail now. */
function mayWrite(c: Context<HttpEnv>, email: string): boolean {
  try {
    c.get('limiter').take(email, perMailbox)
    return true
  } catch {
    return false
  }
}
