import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AppError, contentSecurityPolicy, type HttpEnv } from '@tractops/platform'
import { type Context, Hono } from 'hono'

const DIST = new URL('../../web/dist/', import.meta.url)
const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}
const compress = promisify(gzip)

/**
 * `/console` and `/portal`, with everything below each, answer with the one page that the build made of it; its files, named by their
 * content, may be kept for ever. Styles that the page writes as it runs carry a nonce, new with each page: none is allowed without.
 */
export function webRoutes(): Hono<HttpEnv> {
  const zipped = new Map<string, Promise<{ plain: Buffer; gzip: Buffer } | null>>()
  return new Hono<HttpEnv>()
    .get('/console/assets/:name', async (c) => {
      const name = c.req.param('name')
      const type = TYPES[/^[\w-]+(?:\.[\w-]+)*\.(\w+)$/.exec(name)?.[1] ?? '']
      if (type === undefined) throw notThere()
      const reading = zipped.get(name) ?? readAsset(name)
      zipped.set(name, reading)
      const file = await reading
      if (file === null) {
        zipped.delete(name)
        throw notThere()
      }
      c.header('content-type', type)
      c.header('cache-control', 'public, max-age=31536000, immutable')
      c.header('vary', 'accept-encoding')
      if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(new Uint8Array(file.plain))
      c.header('content-encoding', 'gzip')
      return c.body(new Uint8Array(file.gzip))
    })
    .get('/console', page('console'))
    .get('/console/*', page('console'))
    .get('/portal', page('portal'))
    .get('/portal/*', page('portal'))
}

const page = (entry: 'console' | 'portal') => async (c: Context<HttpEnv>) => {
  if (c.req.path.startsWith('/portal/api/')) throw notThere()
  const nonce = randomBytes(16).toString('base64')
  const html = await readFile(new URL(`${entry}/index.html`, DIST), 'utf8').catch(() => {
    throw new AppError(
      'console_not_built',
      503,
      'The pages have not been built. Start with npm start, or run npm run build; then load this page again.',
    )
  })
  c.header(
    'content-security-policy',
    contentSecurityPolicy({ styles: [`'nonce-${nonce}'`], extra: ["frame-src 'self'"] }),
  )
  c.header('cache-control', 'no-store')
  return c.html(html.replaceAll('NONCE', nonce))
}

const notThere = () => new AppError('not_found', 404, 'There is nothing at this address.')

async function readAsset(name: string): Promise<{ plain: Buffer; gzip: Buffer } | null> {
  const file = fileURLToPath(new URL(`console/assets/${name}`, DIST))
  const plain = await readFile(file).catch(() => null)
  return plain === null ? null : { plain, gzip: await compress(plain, { level: 9 }) }
}
