import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Ctx, inTransaction, systemClock } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MonitorConfig, MonitoringConfig } from './config/config.ts'
import { createMonitor } from './edit/create-monitor.ts'
import { retireMonitor } from './edit/retire-monitor.ts'
import { onMeasured } from './listeners.ts'
import { componentHistory } from './read/component-history.ts'
import { type Measured, MONITORING } from './record/recorder.ts'
import { phaseMs } from './schedule/next-due.ts'
import { putSecret } from './secrets/put-secret.ts'
import { startMonitoring } from './start-monitoring.ts'
import { httpMonitorForTest } from './testing/http-monitor.ts'

let p: TestPlatform
const cleanUp: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  p = await testPlatform({ now: systemClock.now() })
})
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end()
  await p.close()
})

/** A monitor whose first check is due very soon: names are tried until the hash of one falls there. */
function dueSoon(url: string, avoid: string): MonitorConfig {
  const nowMs = systemClock.now().epochMilliseconds
  for (let i = 0; ; i++) {
    const monitor = httpMonitorForTest({
      key: `${avoid}-${i}`,
      timeoutMs: 10_000,
      http: { url },
      expect: { status: [{ from: 200, to: 200 }] },
      allowPrivate: ['127.0.0.1'],
    })
    const waitMs = (((phaseMs(monitor) - nowMs) % 20_000) + 20_000) % 20_000
    if (waitMs > 500 && waitMs < 1_500) return monitor
  }
}

test('a target that fails is confirmed down by a second check at once, beside one that never answers; then all ends cleanly', async () => {
  const broken = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
  const hangs = createServer(() => {}).listen(0, '127.0.0.1')
  await Promise.all([once(broken, 'listening'), once(hangs, 'listening')])
  for (const server of [broken, hangs]) {
    cleanUp.push(async () => {
      server.closeAllConnections()
      server.close()
    })
  }
  const url = (server: typeof broken) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const config: MonitoringConfig = {
    source: 'tractops.yaml',
    usesPractice: false,
    components: [{ key: 'app', name: 'Application', description: null, critical: true }],
    monitors: [dueSoon(url(hangs), 'hangs'), dueSoon(url(broken), 'broken')],
  }
  const confirmed = Promise.withResolvers<Measured>()
  const quiet = onMeasured((measured) => {
    if (measured.changes.some((c) => c.state === 'down')) confirmed.resolve(measured)
  })
  const running = await startMonitoring({ ...p, clock: systemClock }, config)
  const [change] = (await confirmed.promise).changes
  quiet()
  expect(change).toMatchObject({ component: 'app', state: 'down', reason: 'answered 503, expected 200' })
  const [app] = await inTransaction({ ...p, clock: systemClock }, MONITORING, (ctx) =>
    componentHistory(ctx, { from: ctx.now.subtract({ minutes: 1 }), to: ctx.now }),
  )
  expect(app).toMatchObject({ state: 'down', reason: 'answered 503, expected 200' })
  expect(app!.intervals.at(-1)!.start).toEqual(change!.at)
  const figures = await p.metrics.registry.metrics()
  expect(figures).toMatch(/monitoring_checks_total\{state="down"\} 2/)
  await running.stop()
})

test('a monitor that is made while the service runs is checked without a restart, and not any more once it is retired', async () => {
  const asked = Promise.withResolvers<string>()
  const server = createServer((request, response) => {
    asked.resolve(request.headers['x-key'] as string)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.push(async () => server.close())
  await p.events.start()
  const file: MonitoringConfig = {
    source: 'tractops.yaml',
    usesPractice: false,
    components: [{ key: 'app', name: 'Application', description: null, critical: true }],
    monitors: [],
  }
  const running = await startMonitoring({ ...p, clock: systemClock }, file)
  cleanUp.push(() => running.stop())
  const { secretKey } = p.config
  const watching = { file, secretKey, mayAllowPrivate: true }
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    inTransaction({ ...p, clock: systemClock }, MONITORING, work)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { key } = dueSoon(url, 'made')
  await within(async (ctx) => {
    await putSecret(ctx, { name: 'KEY', value: 'hunter2', secretKey })
    const http = { url, headers: { 'x-key': '${secret:KEY}' } }
    const written = { key, component: 'app', every: '20s', http, allowPrivate: ['127.0.0.1'] }
    await createMonitor(ctx, { ...watching, written })
  })
  expect(await asked.promise).toBe('hunter2')
  const up = async () =>
    (await within((ctx) => componentHistory(ctx, { from: ctx.now, to: ctx.now })))[0]!.state
  await expect.poll(up, { timeout: 15_000 }).toBe('up')
  await within((ctx) => retireMonitor(ctx, { ...watching, key }))
  await expect.poll(up, { timeout: 15_000 }).toBe('unmeasured')
})
