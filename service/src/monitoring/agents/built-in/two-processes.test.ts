import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEvents, createLog, createMetrics, openDatabase, systemClock, Ticks } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MonitoringConfig } from '../../config/config.ts'
import { phaseMs } from '../../schedule/next-due.ts'
import { startMonitoring } from '../../start-monitoring.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'

let p: TestPlatform
const cleanUp: (() => unknown)[] = []
beforeEach(async () => {
  p = await testPlatform({ now: systemClock.now() })
  cleanUp.push(() => p.close())
})
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end()
})

/** A service process on the same database, with connections, measurements and a data folder of its own. */
async function process(name: string, config: MonitoringConfig) {
  const log = createLog('silent')
  const url = p.config.databaseUrl!
  const { db, pool, close } = openDatabase(url, log)
  const metrics = createMetrics()
  const events = createEvents(url, log)
  const own = { db, pool, metrics, events, log, ticks: new Ticks(), clock: systemClock }
  const dataDir = join(p.config.dataDir, name)
  const running = await startMonitoring({ ...own, config: { ...p.config, dataDir } }, config)
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      await running.stop()
      await events.stop()
      await close()
    })()
    return stopped
  }
  cleanUp.push(stop)
  const checks = async () => {
    const text = await metrics.registry.getSingleMetricAsString('monitoring_checks_total')
    return Number(/state="down"\} (\d+)/.exec(text)?.[1] ?? 0)
  }
  return { stop, checks }
}

/** A monitor whose first check is due soon: keys are tried until one falls there. */
function dueSoon(url: string) {
  const nowMs = systemClock.now().epochMilliseconds
  for (let i = 0; ; i++) {
    const over = { key: `page-${i}`, everyMs: 10_000, allowPrivate: ['127.0.0.1'], http: { url } }
    const monitor = httpMonitorForTest(over)
    const waitMs = (((phaseMs(monitor) - nowMs) % 10_000) + 10_000) % 10_000
    if (waitMs > 2_000 && waitMs < 4_000) return monitor
  }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_500 && !(await done()); i++) await sleep(20)
  expect(await done()).toBe(true)
}

test('of two processes on one database one checks, an outage is told once, and the other takes over', async () => {
  const broken = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
  await once(broken, 'listening')
  cleanUp.push(() => {
    broken.closeAllConnections()
    broken.close()
  })
  const config: MonitoringConfig = {
    source: null,
    usesPractice: false,
    components: [{ key: 'app', name: 'Application', description: null, critical: true }],
    monitors: [dueSoon(`http://127.0.0.1:${(broken.address() as AddressInfo).port}/`)],
  }
  const [one, two] = [await process('one', config), await process('two', config)]
  const transitions = async () => {
    const { rows } = await p.pool.query(`select state from transition where state = 'down'`)
    return rows.length
  }
  await until(async () => (await transitions()) > 0)
  expect([await one.checks(), await two.checks()]).toEqual([2, 0])
  await one.stop()
  await until(async () => (await two.checks()) > 0)
  expect(await transitions()).toBe(1)
}, 120_000)
