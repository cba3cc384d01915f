import { AppError, type HttpEnv } from '@tractops/platform'
import type { Context, MiddlewareHandler } from 'hono'

const METHODS = 'GET, POST'
const HEADERS = 'authorization, content-type, idempotency-key'
const EXPOSED = 'retry-after, x-request-id'
const ANY = '*'

/**
 * Answers pages of the origins that may carry the widget (`*`: any), and our own. Nothing here is opened by a cookie, so no page gains
 * anything by its reader; a page of another origin is refused with a sentence for its developer.
 */
export function widgetCors(origins: readonly string[]): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined) {
      await next()
      return
    }
    if (!origins.includes(ANY) && !origins.includes(origin) && !isOwn(c, origin))
      throw new AppError(
        'origin_not_allowed',
        403,
        `Pages of this origin may not carry the help widget. Whoever runs this installation adds it to WIDGET_ORIGINS: ${JSON.stringify(origin.slice(0, 200))}.`,
      )
    if (c.req.method === 'OPTIONS')
      return c.body(null, 204, {
        ...answerTo(origin),
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': HEADERS,
        'access-control-max-age': '600',
      })
    await next()
    for (const [name, value] of Object.entries(answerTo(origin))) c.res.headers.set(name, value)
  }
}

const answerTo = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': EXPOSED,
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'origin',
})

const isOwn = (c: Context, origin: string): boolean => URL.parse(origin)?.host === c.req.header('host')
