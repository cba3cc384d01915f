import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../error.ts'
import type { Platform } from '../platform.ts'
import type { HttpEnv } from './env.ts'
import { envelope } from './envelope.ts'
import { errorPage, errorPagePolicy } from './error-page.ts'
import { readiness } from './health.ts'
import { fromZod, problemOf, toAppError } from './problem.ts'

const largestBody = 1024 * 1024
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** An empty set of routes for a room; input that does not fit its schema becomes a problem document with its path. */
export function createRoutes(): OpenAPIHono<HttpEnv> {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw fromZod(result.error, result.target)
    },
  })
}

/**
 * The application that rooms are mounted on with `app.route('/', routes)`: request ids, security headers, body limit,
 * access log and measurements around every route; errors as RFC 9457 problem documents, or as a page for a browser;
 * `/healthz`, `/readyz` and `/metrics`. Bodies have 1 MiB at most, more where `uploads` says so. The document of all mounted routes is at `/api/openapi.json` (OpenAPI 3.1).
 */
export function createHttpApp(
  p: Platform,
  about: { title: string; version: string; description?: string } = { title: 'API', version: '1' },
  uploads: Uploads = { paths: [], maxBytes: largestBody },
): OpenAPIHono<HttpEnv> {
  const app = createRoutes()
  app.use(envelope(p))
  const [small, large] = [atMost(largestBody), atMost(uploads.maxBytes)]
  app.use((c, next) => (uploads.paths.includes(c.req.path) ? large : small)(c, next))
  app.onError((err, c) => answer(c, err))
  app.notFound((c) => {
    const allowed = methods.filter((method) => matches(app, method, c.req.path))
    if (allowed.length === 0)
      return answer(c, new AppError('not_found', 404, 'There is nothing at this address.'))
    const headers = { Allow: allowed.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])).join(', ') }
    return answer(
      c,
      new AppError('method_not_allowed', 405, `This address answers to ${headers.Allow}.`, { headers }),
    )
  })
  app.get('/healthz', (c) => c.json({ alive: true }))
  app.get('/readyz', async (c) => {
    const state = await readiness(p)
    return c.json(state, state.ready ? 200 : 503)
  })
  app.get('/metrics', async (c) =>
    c.body(await p.metrics.registry.metrics(), 200, { 'content-type': p.metrics.registry.contentType }),
  )
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, made with `npx tractops key create`.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'tractops.session_token',
    description:
      'A session of the console; what changes something also needs the header `x-tractops-console: 1`.',
  })
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: about,
    servers: [{ url: p.config.publicUrl ?? '/' }],
  })
  return app
}

/** The paths that take files, and how large a body may be there. */
export type Uploads = { paths: readonly string[]; maxBytes: number }

function atMost(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new AppError(
        'body_too_large',
        413,
        `The body is larger than ${Math.floor(maxSize / 1024 / 1024)} MiB.`,
      )
    },
  })
}

function matches(app: OpenAPIHono<HttpEnv>, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method === method)
}

function answer(c: Context<HttpEnv>, thrown: unknown): Response {
  const error = toAppError(thrown)
  const problem = problemOf(error, c.get('requestId'))
  if (error.status >= 500)
    c.get('platform').log.error(
      { err: error.cause ?? error, requestId: problem.requestId },
      'a request failed',
    )
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value)
  c.header('cache-control', 'no-store')
  c.header('vary', 'accept')
  c.status(error.status as 500)
  if (!wantsPage(c))
    return c.body(JSON.stringify(problem), { headers: { 'content-type': 'application/problem+json' } })
  c.header('content-security-policy', errorPagePolicy)
  return c.html(errorPage(problem))
}

/** A browser names text/html before anything else it takes; the API speaks JSON to browsers as well. */
function wantsPage(c: Context): boolean {
  const accept = c.req.header('accept') ?? ''
  const at = accept.indexOf('text/html')
  const json = accept.indexOf('json')
  return at !== -1 && (json === -1 || at < json) && !/^\/api(\/|$)/.test(c.req.path)
}
