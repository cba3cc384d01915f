import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { contentSecurityPolicy, type HttpEnv, inlineSource } from '@tractops/platform'
import { Hono } from 'hono'

const settings = {
  url: '/api/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
}
const startScript = `Scalar.createApiReference('#reference', ${JSON.stringify(settings)})`
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TractOps API</title></head>
<body><div id="reference"></div><noscript>The API is described at <a href="/api/openapi.json">/api/openapi.json</a>.</noscript>
<script src="/api/reference.js"></script><script>${startScript}</script></body>
</html>
`
// Scalar writes its styles into the page as it runs: the one page on which inline styles are allowed, scripts not.
const pagePolicy = contentSecurityPolicy({
  styles: ["'unsafe-inline'"],
  scripts: [inlineSource(startScript)],
})

/** `/api`: the API's reference, drawn by Scalar from `/api/openapi.json`; its script comes from here, nothing from elsewhere. */
export function apiReference(): Hono<HttpEnv> {
  let script: Promise<{ plain: string; zipped: Uint8Array<ArrayBuffer>; etag: string }> | undefined
  return new Hono<HttpEnv>()
    .get('/api', (c) => {
      c.header('content-security-policy', pagePolicy)
      return c.html(page)
    })
    .get('/api/reference.js', async (c) => {
      script ??= readScript()
      const { plain, zipped, etag } = await script
      c.header('content-type', 'text/javascript; charset=utf-8')
      c.header('cache-control', 'public, max-age=86400')
      c.header('etag', etag)
      c.header('vary', 'accept-encoding')
      if (c.req.header('if-none-match') === etag) return c.body(null, 304)
      if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(plain)
      c.header('content-encoding', 'gzip')
      return c.body(zipped)
    })
}

type ScriptRoute = { url: string; handler(request: unknown, reply: object): string }

/**
 * Scalar's script for browsers, without the 290 packages it is built from: its plugin for Fastify carries it whole and
 * serves it on a route, which is asked for here.
 */
async function readScript() {
  const { default: plugin } = await import('@scalar/fastify-api-reference')
  const routes: ScriptRoute[] = []
  const server = { route: (route: ScriptRoute) => routes.push(route), hasPlugin: () => false }
  const register = plugin as unknown as (server: object, options: object, done: () => void) => void
  register(server, { routePrefix: '/api', configuration: { url: settings.url } }, () => {})
  const reply = { header: () => reply, send: (body: string) => body }
  const plain = routes
    .find((route) => route.url.endsWith('.js'))!
    .handler({}, reply)
    .replace(/\n\/\/# sourceMappingURL=.*$/, '')
  const zipped = new Uint8Array(await promisify(gzip)(plain))
  return { plain, zipped, etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` }
}
