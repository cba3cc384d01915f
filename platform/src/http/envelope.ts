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
 * Around every request: an id (an incoming one is kept if it is sane), the security headers, and when it is answered a
 * measurement by route pattern and a line of the access log. Good answers to readers are logged at `debug`, changes at
 * `info`, what was refused at `info`, what broke at `error`.
 */
export function envelope(p: Platform): MiddlewareHandler<HttpEnv> {
  const headers = securityHeaders(p.config.publicUrl)
  const limiter = new RateLimiter(p.clock)
  const prefix = randomBytes(6).toString('hex')
  let count = 0
  return async (c, next) => {
    const startedMs = elapsedMs()
    const given = c.req.header('x-request-id')
    const requestId =
      given !== undefined && saneRequestId.test(given) ? given : `${prefix}-${(++count).toString(36)}`
    c.set('requestId', requestId)
    c.set('platform', p)
    c.set('limiter', limiter)
    for (const [name, value] of headers) c.header(name, value)
    c.header('x-request-id', requestId)
    await next()
    const { method } = c.req
    const { status } = c.res
    const route = status === 404 || status === 405 ? 'none' : routePath(c, -1)
    const tookMs = elapsedMs() - startedMs
    p.metrics.httpSeconds.observe({ method, route, status }, tookMs / 1000)
    const level = levelOf(method, route, status)
    if (p.log.isLevelEnabled(level))
      p.log[level](
        { requestId, method, path: c.req.path, route, status, ms: Math.round(tookMs * 10) / 10 },
        'request',
      )
  }
}

function levelOf(method: string, route: string, status: number): 'debug' | 'info' | 'error' {
  if (status >= 500) return quietRoutes.has(route) ? 'info' : 'error'
  if (status >= 400) return 'info'
  return method === 'GET' || method === 'HEAD' ? 'debug' : 'info'
}
