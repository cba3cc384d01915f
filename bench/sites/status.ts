/** The process that `bench/status.ts` loads: the same bytes from a bare route, from the status room, and from the whole application. */
import { createHttpApp, listen } from '@tractops/platform'
import { testPlatform } from '@tractops/platform/testing'
import { Hono } from 'hono'
import { startStatus } from '../../service/src/status/routes.ts'
import { policy, scenes } from '../../service/src/status/testing/scenes.ts'
import { sourceOf } from '../../service/src/status/testing/serve-scene.ts'

const scene = scenes.many!
const platform = await testPlatform({ now: scene.now })
const status = startStatus({
  source: sourceOf(() => scene),
  policies: [policy],
  log: platform.log,
  publicUrl: platform.config.publicUrl,
  onChange: () => () => {},
})
const reply = await status.routes.request('/status', { headers: { 'accept-encoding': 'gzip' } })
const bytes = new Uint8Array(await reply.arrayBuffer())
const bare = new Hono().get('/status', (c) =>
  c.body(bytes, 200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }),
)
const whole = createHttpApp(platform)
whole.route('/', status.routes)
const urls = await Promise.all(
  [bare, status.routes, whole].map((app) => listen(app as typeof whole, '127.0.0.1', 0)),
)
const [bareUrl, roomUrl, wholeUrl] = urls.map(({ url }) => `${url}/status`)
process.stdout.write(
  `${JSON.stringify({ bare: bareUrl, room: roomUrl, whole: wholeUrl, bytes: bytes.length })}\n`,
)
process.once('SIGTERM', async () => {
  await status.stop()
  await platform.close()
  process.exit(0)
})
