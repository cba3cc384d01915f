import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { elapsedMs } from '../clock.ts'
import type { Platform } from '../platform.ts'
import type { HttpEnv } from './env.ts'
import { securityHeaders } from './headers.ts'
import { RateLimiter } from './limit.ts'

const saneRequestId = /^[\w.:-]{8,128}$/
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * Around every request: an id (an incoming one is kept if it is sane), the security headers where the answer has none of
 * its own (a page sent from memory that carries them all says so by `hasAllHeaders`), and when it is answered a
 * measurement by route pattern and a line of the access log. Good answers to readers are logged at `debug`, changes at
 * `info`, what was refused at `info`, what broke at `error`.
 */
export function envelope(p: Platform): MiddlewareHandler<HttpEnv> {
  const headers = securityHeaders(p.config.publicUrl)
  const limiter = new RateLimiter(p.clock)
  const prefix = randomBytes(6).toString('hex')
  let count = 0
  const histograms = new Map<string, ReturnType<typeof p.metrics.httpSeconds.labels>>()
  const measured = (method: string, route: string, status: number) => {
    const key = `${method} ${status} ${route}`
    const known = histograms.get(key) ?? p.metrics.httpSeconds.labels(method, route, String(status))
    histograms.set(key, known)
    return known
  }
  return async (c, next) => {
    const startedMs = elapsedMs()
    const given = c.req.header('x-request-id')
    const requestId =
      given !== undefined && saneRequestId.test(given) ? given : `${prefix}-${(++count).toString(36)}`
    c.set('requestId', requestId)
    c.set('platform', p)
    c.set('limiter', limiter)
    await next()
    if (!c.get('hasAllHeaders')) {
      const sent = c.res.headers
      for (const [name, value] of headers) if (!sent.has(name)) sent.set(name, value)
      sent.set('x-request-id', requestId)
    }
    const { method } = c.req
    const { status } = c.res
    const matched = routePath(c, -1)
    const route = status === 404 || status === 405 ? 'none' : matched
    // A token in an address is a secret, known or not.
    const path = matched.includes(':token') ? matched : c.req.path
    const tookMs = elapsedMs() - startedMs
    measured(method, route, status).observe(tookMs / 1000)
    const level = levelOf(method, route, status)
    if (p.log.isLevelEnabled(level))
      p.log[level]({ requestId, method, path, route, status, ms: Math.round(tookMs * 10) / 10 }, 'request')
  }
}

function levelOf(method: string, route: string, status: number): 'debug' | 'info' | 'error' {
  if (status >= 500) return quietRoutes.has(route) ? 'info' : 'error'
  if (status >= 400) return 'info'
  return method === 'GET' || method === 'HEAD' ? 'debug' : 'info'
}
