import {
  AppError,
  type HttpEnv,
  inTransaction,
  type LimitPolicy,
  onceByKey,
  remoteAddress,
} from '@tractops/platform'
import type { Context, MiddlewareHandler } from 'hono'
import { refuseForged } from '../../accounts/index.ts'
import { leaveToken, shownToken } from './cookie.ts'
import { findReaderSession, type ReaderSession } from './find-session.ts'
import { actorOfReader } from './reader.ts'

export type ReaderEnv = { Variables: HttpEnv['Variables'] & { reader: ReaderSession } }

const PORTAL = { kind: 'system', name: 'portal' } as const
const perReader: LimitPolicy = { name: 'reader', quota: 600, windowMs: 60_000 }
const refusals: LimitPolicy = { name: 'refused', quota: 60, windowMs: 60_000 }

/**
 * Lets a request pass that shows a session of the portal, and sets `reader` and `actor`; a change also needs to come from a page of the
 * portal. Else a 401 or 403 problem. Sessions of the console and API keys open nothing here. `Idempotency-Key` is honoured.
 */
export function requireReader(): MiddlewareHandler<ReaderEnv> {
  return async (c, next) => {
    const asked = c as unknown as Context<HttpEnv>
    const token = shownToken(asked)
    const found =
      token === null
        ? null
        : await inTransaction(c.get('platform'), PORTAL, (ctx) => findReaderSession(ctx, token))
    if (found === null) {
      const headers = c.get('limiter').take(remoteAddress(c), refusals)
      throw new AppError('unauthenticated', 401, 'Sign in first: a link by mail is all it takes.', {
        headers,
      })
    }
    const { session, fresh } = found
    for (const [name, value] of Object.entries(c.get('limiter').take(session.id, perReader)))
      c.header(name, value)
    refuseForgedInPortal(asked)
    if (fresh !== null) leaveToken(asked, fresh)
    c.set('reader', session)
    c.set('actor', actorOfReader(session))
    c.header('cache-control', 'private, no-store')
    return onceByKey(asked, next)
  }
}

export const refuseForgedInPortal = (c: Context<HttpEnv>): void =>
  refuseForged(c, { pages: 'the portal', header: 'x-tractops-portal' })
