import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  AppError,
  createRoutes,
  type HttpEnv,
  inTransaction,
  type LimitPolicy,
  type Platform,
  remoteAddress,
} from '@tractops/platform'
import type { Context } from 'hono'
import { hashOfToken } from '../config/kinds/heartbeat.ts'
import { tellMeasured } from '../listeners.ts'
import { MONITORING } from '../record/recorder.ts'
import { type Beat, takeBeat } from './take-beat.ts'

const perToken: LimitPolicy = { name: 'heartbeat', quota: 60, windowMs: 60_000 }
const unknown: LimitPolicy = { name: 'unknown-heartbeat', quota: 60, windowMs: 60_000 }
const LONGEST_REASON = 200

/**
 * `/hooks/heartbeat/TOKEN`, by GET or POST, says that the target is well; `?state=down` or `/fail`, with `?reason=`, that it is
 * not. The answer comes once that is committed. The token is the key, so these need no role.
 */
export function heartbeatRoutes(p: Pick<Platform, 'db' | 'clock' | 'log'>): OpenAPIHono<HttpEnv> {
  const routes = createRoutes()
  const answer = async (c: Context<HttpEnv>, failing: boolean) => {
    const beat = beatOf(c, failing)
    c.get('limiter').take(hashOfToken(beat.token), perToken)
    const { changes } = await inTransaction(p, MONITORING, (ctx) => takeBeat(ctx, beat)).catch((err) => {
      if (err instanceof AppError && err.status === 404) c.get('limiter').take(remoteAddress(c), unknown)
      throw err
    })
    const measured = { at: p.clock.now(), results: 1, changes }
    tellMeasured(measured, (err) => p.log.error({ err }, 'a listener to measurements failed'))
    c.header('cache-control', 'no-store')
    return c.text('heard\n')
  }
  routes.on(['GET', 'POST'], '/hooks/heartbeat/:token', (c) => answer(c, false))
  routes.post('/hooks/heartbeat/:token/fail', (c) => answer(c, true))
  return routes
}

function beatOf(c: Context<HttpEnv>, failing: boolean): Beat {
  const token = c.req.param('token')!
  const state = c.req.query('state') ?? (failing ? 'down' : 'up')
  if (state !== 'up' && state !== 'degraded' && state !== 'down') {
    const message = '"state" is up, degraded or down; leave it out for up.'
    throw new AppError('invalid_input', 400, message, { path: 'query.state' })
  }
  if (state === 'up') return { token, state, reason: null }
  const said = (c.req.query('reason') ?? '')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON)
  return { token, state, reason: said === '' ? 'the target says so itself' : said }
}
