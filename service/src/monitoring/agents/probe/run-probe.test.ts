import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, createHttpApp, inTransaction, listen, systemClock } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MonitorConfig } from '../../config/config.ts'
import { applyConfig } from '../../record/apply-config.ts'
import { MONITORING } from '../../record/recorder.ts'
import { phaseMs } from '../../schedule/next-due.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'
import { type Work, workOf } from '../serve/assign.ts'
import { createAgent } from '../serve/create-agent.ts'
import { Hub } from '../serve/hub.ts'
import { probeRoutes } from '../serve/probe-routes.ts'
import { revokeAgent } from '../serve/revoke-agent.ts'
import { runProbe } from './run-probe.ts'
import { Spool } from './spool.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
let p: TestPlatform
let url: string
let target: string
let hub: Hub
let work: Work
const cleanUp: (() => unknown)[] = []

beforeEach(async () => {
  const made = await testPlatform({ now: systemClock.now() })
  p = { ...made, clock: systemClock } as unknown as TestPlatform
  cleanUp.push(made.close)
  const page = createServer((_, response) => response.end('fine')).listen(0, '127.0.0.1')
  await once(page, 'listening')
  cleanUp.push(() => {
    page.closeAllConnections()
    page.close()
  })
  target = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`
  await p.events.start()
  hub = new Hub(p)
  work = workOf([], [])
  const app = createHttpApp(p)
  app.route('/', probeRoutes(p, { hub, work: () => work }))
  const listening = await listen(app, '127.0.0.1', 0)
  cleanUp.push(() => listening.close(500))
  cleanUp.push(() => hub.close())
  url = listening.url
})
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end()
})

/** A monitor that the agent of this number looks at within seconds: keys are tried until one falls there. */
function dueSoon(agentId: number): MonitorConfig {
  const nowMs = systemClock.now().epochMilliseconds
  const offsetMs = Math.round(((agentId * 0.618_033_988_749_895) % 1) * 10_000)
  for (let i = 0; ; i++) {
    const monitor = httpMonitorForTest({
      key: `page-${i}`,
      everyMs: 10_000,
      timeoutMs: 5_000,
      allowPrivate: ['127.0.0.1'],
      http: { url: target },
    })
    const waitMs = (((phaseMs(monitor) + offsetMs - nowMs) % 10_000) + 10_000) % 10_000
    if (waitMs > 1_500 && waitMs < 3_000) return monitor
  }
}

async function assigned(monitor: MonitorConfig): Promise<void> {
  const components = [{ key: 'app', name: 'Application', description: null, critical: true }]
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, { source: null, usesPractice: false, components, monitors: [monitor] }),
  )
  work = workOf([monitor], [])
  hub.wake()
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_500 && !(await done()); i++) await sleep(20)
  expect(await done()).toBe(true)
}

const kept = async () => {
  const { rows } = await p.pool.query(
    'select count(*)::int as n from check_result where agent_id is not null',
  )
  return rows[0].n as number
}

function start(token: string, dataDir: string) {
  const said: string[] = []
  const running = runProbe({
    server: new URL(url),
    token,
    dataDir,
    control: [],
    say: (line) => said.push(line),
  })
  return { said, running }
}

test('an agent takes up what it is newly assigned within seconds, and delivers; revoked, it says so and keeps what it finds', async () => {
  const { id, token } = await inTransaction(p, ava, (ctx) => createAgent(ctx, { name: 'far' }))
  const dataDir = join(p.config.dataDir, 'far')
  const { said, running } = start(token, dataDir)
  await until(() => said.some((line) => line.includes('0 monitors')))
  await assigned(dueSoon(id))
  await until(() => said.some((line) => line.includes('1 monitors')))
  await until(async () => (await kept()) > 0)
  const { rows } = await p.pool.query(
    'select skew_ms, round_trip_ms, seen_at from probe_agent where id = $1',
    [id],
  )
  expect(Math.abs(rows[0].skew_ms)).toBeLessThan(1_000)
  expect(rows[0]).toMatchObject({ round_trip_ms: expect.any(Number), seen_at: expect.anything() })

  await inTransaction(p, ava, (ctx) => revokeAgent(ctx, { id }))
  await until(() => said.some((line) => line.startsWith('This agent has been revoked')))
  const before = await kept()
  await until(async () => (await waitingIn(dataDir)) > 0)
  await (await running).stop()
  expect(await kept()).toBe(before)
}, 120_000)

/** How many results of a running agent's spool are not in the database. */
async function waitingIn(dataDir: string): Promise<number> {
  const spool = await Spool.open(join(dataDir, 'probe', 'spool.jsonl'))
  const { rows } = await p.pool.query('select coalesce(max(seq), 0)::int as seq from probe_spool')
  await spool.delivered(rows[0].seq)
  const { waiting } = spool
  await spool.close()
  return waiting
}

test('an agent with a wrong token says so in one line, and goes on trying', async () => {
  const { said, running } = start(`tractops_agent_${'x'.repeat(43)}`, join(p.config.dataDir, 'mallory'))
  await until(() => said.some((line) => line.startsWith('The server does not know this token.')))
  await sleep(1_500)
  await (await running).stop()
  expect(said.filter((line) => line.includes('token'))).toHaveLength(1)
})

test('started while the server is away, it checks what it was assigned before, and delivers when the server is back', async () => {
  const { id, token } = await inTransaction(p, ava, (ctx) => createAgent(ctx, { name: 'far' }))
  const dataDir = join(p.config.dataDir, 'far')
  await assigned(dueSoon(id))
  const first = start(token, dataDir)
  await until(() => first.said.some((line) => line.includes('1 monitors')))
  await (await first.running).stop()
  const there = url
  url = 'http://127.0.0.1:1'
  const away = start(token, dataDir)
  await until(() => away.said.some((line) => line.startsWith('The server cannot be reached')))
  await until(async () => (await waitingIn(dataDir)) > 0)
  await (await away.running).stop()
  const before = await kept()
  url = there
  const back = start(token, dataDir)
  await until(async () => (await kept()) > before)
  await (await back.running).stop()
}, 120_000)
