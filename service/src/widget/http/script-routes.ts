import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AppError, type HttpEnv } from '@tractops/platform'
import { Hono } from 'hono'

const FILE = new URL('../../../web/dist/widget.js', import.meta.url)
const compress = promisify(gzip)

type Script = { plain: Buffer; zipped: Buffer; etag: string }

/** `GET /widget.js`: the one file that other people's pages load. Browsers ask for it anew after five minutes. */
export function scriptRoutes(): Hono<HttpEnv> {
  let reading: Promise<Script> | undefined
  return new Hono<HttpEnv>().get('/widget.js', async (c) => {
    reading ??= read().catch((error) => {
      reading = undefined
      throw error
    })
    const { plain, zipped, etag } = await reading
    c.header('content-type', 'text/javascript; charset=utf-8')
    c.header('cache-control', 'public, max-age=300, stale-while-revalidate=86400')
    c.header('access-control-allow-origin', '*')
    c.header('cross-origin-resource-policy', 'cross-origin')
    c.header('etag', etag)
    c.header('vary', 'accept-encoding')
    if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304)
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(new Uint8Array(plain))
    c.header('content-encoding', 'gzip')
    return c.body(new Uint8Array(zipped))
  })
}

async function read(): Promise<Script> {
  const plain = await readFile(FILE).catch(() => {
    throw new AppError(
      'widget_not_built',
      503,
      'The widget has not been built. Start with npm start, or run node scripts/build-web.mjs.',
    )
  })
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`
  return { plain, zipped: await compress(plain, { level: 9 }), etag }
}
