import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inTransaction, verifyAuditChain } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { calendarMonth, defaultPolicies, type MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { monthToDate } from '../../uptime/index.ts'
import type { MonitorConfig, MonitoringConfig } from '../config/config.ts'
import { componentHistory } from '../read/component-history.ts'
import { nextDueMs } from '../schedule/next-due.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { applyConfig } from './apply-config.ts'
import { Journal } from './journal.ts'
import { recordResults } from './record-results.ts'
import { type Measured, MONITORING, Recorder } from './recorder.ts'
import type { MonitorResult } from './results.ts'

const EVERY_MS = 300_000
const policies = defaultPolicies()
const at = (text: string) => Temporal.Instant.from(text)

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: at('2026-11-01T07:00:00Z') })
})
afterEach(() => p.close())

function monitor(component: string, key = component, everyMs = EVERY_MS): MonitorConfig {
  return httpMonitorForTest({ key, component, everyMs })
}

function config(monitors: MonitorConfig[], critical = ['app', 'payments']): MonitoringConfig {
  const keys = [...new Set(monitors.map((m) => m.component))]
  const components = keys.map((key) => ({
    key,
    name: key,
    description: null,
    critical: critical.includes(key),
  }))
  return { source: 'tractops.yaml', usesPractice: false, components, monitors }
}

const apply = (c: MonitoringConfig) => inTransaction(p, MONITORING, (ctx) => applyConfig(ctx, c))
const record = (results: MonitorResult[]) =>
  inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
const month = (text: string) =>
  inTransaction(p, MONITORING, (ctx) => monthToDate(ctx, { month: text, policies }))
const history = (from: string, to: string) =>
  inTransaction(p, MONITORING, (ctx) => componentHistory(ctx, { from: at(from), to: at(to) }))

function result(m: MonitorConfig, atMs: number, state: MonitorState): MonitorResult {
  const failing = state !== 'up'
  return {
    component: m.component,
    monitor: m.key,
    atMs,
    state,
    reason: failing ? 'answered 503, expected 200' : null,
    latencyMs: 12,
    statusCode: failing ? 503 : 200,
  }
}

type Truth = { component: string; start: string; end: string; state: MonitorState }

/** What a watcher records from `from` to `to` of an application that is really as `truth` says; confirmations included. */
async function live(monitors: MonitorConfig[], from: string, to: string, truth: Truth[]): Promise<void> {
  const results: MonitorResult[] = []
  for (const m of monitors) {
    const broken = truth
      .filter((t) => t.component === m.component)
      .map((t) => ({
        startMs: at(t.start).epochMilliseconds,
        endMs: at(t.end).epochMilliseconds,
        state: t.state,
      }))
    const stateOf = (ms: number) => broken.find((t) => t.startMs <= ms && ms < t.endMs)?.state ?? 'up'
    const endMs = at(to).epochMilliseconds
    let before: MonitorState = 'up'
    for (let ms = nextDueMs(m, at(from).epochMilliseconds - 1); ms < endMs; ms += m.everyMs) {
      const state = stateOf(ms)
      results.push(result(m, ms, state))
      if (state !== before && state !== 'up') results.push(result(m, ms + 1_000, stateOf(ms + 1_000)))
      before = state
    }
  }
  results.sort((a, b) => a.atMs - b.atMs)
  for (let i = 0; i < results.length; i += 4_000) await record(results.slice(i, i + 4_000))
  p.clock.set(at(to))
}

describe('a month of Pacific time', () => {
  const monitors = [monitor('app'), monitor('payments'), monitor('voting')]

  test.each([
    ['2026-11', '2026-11-01T08:30:00Z', '2026-11-01T09:30:00Z'],
    ['2027-03', '2027-03-14T09:30:00Z', '2027-03-14T10:30:00Z'],
  ])(
    '%s: an outage over the night of the clock change is found within one interval at each end',
    async (text, start, end) => {
      const { start: begins, end: ends } = calendarMonth(text, 'America/Los_Angeles')
      p.clock.set(begins)
      await apply(config(monitors))
      const day = (n: number, hour: number) => begins.add({ hours: 24 * n + hour }).toString()
      await live(monitors, begins.toString(), ends.toString(), [
        { component: 'payments', start, end, state: 'down' },
        { component: 'app', start: day(20, 3), end: day(20, 5), state: 'down' },
        { component: 'payments', start: day(20, 4), end: day(20, 6), state: 'down' },
        { component: 'voting', start: day(22, 0), end: day(23, 0), state: 'down' },
      ])
      const { period, uptime, down, gaps } = await month(text)
      expect(period).toEqual({ start: begins, end: ends })
      expect(down).toHaveLength(2)
      const near = (got: Temporal.Instant, truth: string) =>
        Math.abs(got.epochMilliseconds - at(truth).epochMilliseconds) <= EVERY_MS
      expect(near(down[0]!.start, start) && near(down[0]!.end, end)).toBe(true)
      expect(near(down[1]!.start, day(20, 3)) && near(down[1]!.end, day(20, 6))).toBe(true)
      expect(Math.abs(uptime.countedDownMs - 4 * 3_600_000)).toBeLessThanOrEqual(4 * EVERY_MS)
      // Until its first check has been made, a component has not been measured.
      expect(uptime.unsettledMs).toBeLessThanOrEqual(EVERY_MS)
      expect(gaps).toHaveLength(1)
      const voting = (await history(begins.toString(), ends.toString())).find((c) => c.key === 'voting')!
      expect(voting.intervals.map((i) => i.state)).toEqual(['unmeasured', 'up', 'degraded', 'up'])
      expect(voting.intervals[2]!.reason).toBe('answered 503, expected 200')
      expect(voting.intervals.at(-1)!.end).toBeNull()
    },
    60_000,
  )
})

describe('what is measured', () => {
  const app = monitor('app')

  test('an outage that a restart falls into stays open, and ends when it ends', async () => {
    await apply(config([app]))
    await live([app], '2026-11-01T07:00:00Z', '2026-11-01T10:00:00Z', [
      { component: 'app', start: '2026-11-01T09:00:00Z', end: '2026-11-01T12:00:00Z', state: 'down' },
    ])
    const memories = await apply(config([app]))
    expect(memories.get('app/app')!.track.confirmed!.state).toBe('down')
    expect((await history('2026-11-01T08:00:00Z', '2026-11-01T10:00:00Z'))[0]).toMatchObject({
      state: 'down',
      reason: 'answered 503, expected 200',
    })
    await live([app], '2026-11-01T10:00:00Z', '2026-11-01T13:00:00Z', [
      { component: 'app', start: '2026-11-01T09:00:00Z', end: '2026-11-01T12:00:00Z', state: 'down' },
    ])
    const { down } = await month('2026-11')
    expect(down).toHaveLength(1)
    expect(
      Math.abs(down[0]!.end.epochMilliseconds - at('2026-11-01T12:00:00Z').epochMilliseconds),
    ).toBeLessThanOrEqual(EVERY_MS)
  })

  test('a silence over twice the interval is unmeasured, while it lasts and afterwards (row 6)', async () => {
    await apply(config([app]))
    await live([app], '2026-11-01T07:00:00Z', '2026-11-01T09:00:00Z', [])
    p.clock.set(at('2026-11-01T11:00:00Z'))
    const states = async () =>
      (await history('2026-11-01T08:00:00Z', '2026-11-01T13:00:00Z'))[0]!.intervals.map((i) => [
        i.state,
        i.end === null,
      ])
    expect(await states()).toEqual([
      ['up', false],
      ['unmeasured', true],
    ])
    await live([app], '2026-11-01T11:00:00Z', '2026-11-01T12:00:00Z', [])
    expect(await states()).toEqual([
      ['up', false],
      ['unmeasured', false],
      ['up', true],
    ])
    const { uptime, down } = await month('2026-11')
    expect(down).toEqual([])
    expect(uptime.creditPercent).toBeNull()
    expect(Math.abs(uptime.unsettledMs - 2 * 3_600_000)).toBeLessThan(3 * EVERY_MS)
  })

  test('the same batch handed in twice counts once', async () => {
    await apply(config([app]))
    const batch = [result(app, at('2026-11-01T08:00:00Z').epochMilliseconds, 'up')]
    expect(await record(batch)).toHaveLength(1)
    expect(await record(batch)).toEqual([])
    const { rows } = await p.db.execute(sql`select count(*)::int as n from check_result`)
    expect(rows).toEqual([{ n: 1 }])
  })

  test('every transition is in the audit chain, and the chain holds', async () => {
    await apply(config([app]))
    await live([app], '2026-11-01T07:00:00Z', '2026-11-01T08:00:00Z', [])
    await inTransaction(p, MONITORING, async (ctx) =>
      expect(await verifyAuditChain(ctx)).toMatchObject({ verified: true }),
    )
    const { rows } = await p.db.execute(sql`select action from audit_entry order by seq`)
    expect(rows).toEqual([{ action: 'monitoring.configured' }, { action: 'monitoring.transitions' }])
  })

  test('a result takes less than 60 bytes on disk, indexes included', async () => {
    await apply(config([app]))
    const startMs = at('2026-11-01T08:00:00Z').epochMilliseconds
    for (let batch = 0; batch < 4; batch++) {
      await record(
        Array.from({ length: 5_000 }, (_, i) => result(app, startMs + (batch * 5_000 + i) * 1_000, 'up')),
      )
    }
    const { rows } = await p.db.execute<{ bytes: number }>(
      sql`select sum(pg_total_relation_size(relid))::int as bytes from pg_partition_tree('check_result')`,
    )
    expect(rows[0]!.bytes / 20_000).toBeLessThan(60)
  })
})

describe('when the configuration changes', () => {
  const [app, second, payments] = [monitor('app'), monitor('app', 'second'), monitor('payments')]
  const down: Truth = {
    component: 'payments',
    start: '2026-11-01T08:00:00Z',
    end: '2026-11-01T09:00:00Z',
    state: 'down',
  }

  test('a component that ceases to be critical keeps the downtime it had while it was', async () => {
    await apply(config([app, payments]))
    await live([app, payments], '2026-11-01T07:00:00Z', '2026-11-01T10:00:00Z', [down])
    const before = (await month('2026-11')).uptime.downMs
    expect(before).toBeGreaterThan(0)
    await apply(config([app, payments], ['app']))
    await live([app, payments], '2026-11-01T10:00:00Z', '2026-11-01T13:00:00Z', [
      { ...down, start: '2026-11-01T11:00:00Z', end: '2026-11-01T12:00:00Z' },
    ])
    expect((await month('2026-11')).uptime.downMs).toBe(before)
  })

  test('a monitor that is added, removed and put back leaves no stretch unmeasured that another one watched', async () => {
    await apply(config([app]))
    await live([app], '2026-11-01T07:00:00Z', '2026-11-01T09:00:00Z', [])
    await apply(config([app, second]))
    await live([app, second], '2026-11-01T09:00:00Z', '2026-11-01T11:00:00Z', [])
    await apply(config([app]))
    await live([app], '2026-11-01T11:00:00Z', '2026-11-01T13:00:00Z', [])
    const [component] = await history('2026-11-01T07:30:00Z', '2026-11-01T13:00:00Z')
    const short = component!.intervals.filter((i) => i.state === 'unmeasured')
    for (const gap of short)
      expect(gap.end!.since(gap.start).total('milliseconds')).toBeLessThanOrEqual(EVERY_MS)
    expect(component!.state).toBe('up')
    await apply(config([payments]))
    expect((await history('2026-11-01T07:30:00Z', '2026-11-01T13:00:00Z')).map((c) => c.key)).toEqual([
      'payments',
    ])
    await apply(config([app]))
    expect((await history('2026-11-01T07:30:00Z', '2026-11-01T13:00:00Z')).map((c) => c.key)).toEqual(['app'])
  })
})

describe('the journal', () => {
  const app = monitor('app')
  const path = () => join(p.config.dataDir, 'monitoring', 'results.jsonl')
  const atMs = at('2026-11-01T08:00:00Z').epochMilliseconds

  test('keeps results while the database is away, and records them in order when it is back', async () => {
    await apply(config([app]))
    const told: Measured[] = []
    const away = { ...p, db: await awayDatabase() }
    const one = new Recorder(away, await Journal.open(path()), (m) => told.push(m))
    for (let i = 0; i < 300; i++)
      one.add(result(app, atMs + i * 1_000, i < 200 ? 'up' : 'down'), i % 200 === 0)
    await one.flush()
    expect(told).toEqual([])
    expect(one.unflushed).toBeGreaterThan(0)
    await one.stop()
    const two = new Recorder(p, await Journal.open(path()), (m) => told.push(m))
    await two.flush()
    expect(two.unflushed).toBe(0)
    await two.stop()
    expect(told.reduce((n, m) => n + m.results, 0)).toBe(300)
    expect(told.flatMap((m) => m.changes).map((c) => c.state)).toEqual(['up', 'down'])
  })

  test('takes a file whose last line was cut off by a crash', async () => {
    await apply(config([app]))
    const whole = JSON.stringify(result(app, atMs, 'up'))
    const { mkdir, writeFile } = await import('node:fs/promises')
    await mkdir(join(p.config.dataDir, 'monitoring'), { recursive: true })
    await writeFile(path(), `${whole}\n${whole.slice(0, 40)}`)
    const told: Measured[] = []
    const recorder = new Recorder(p, await Journal.open(path()), (m) => told.push(m))
    recorder.add(result(app, atMs + 1_000, 'up'), false)
    await recorder.flush()
    await recorder.stop()
    expect(told.reduce((n, m) => n + m.results, 0)).toBe(2)
    await rm(path())
  })
})

/** A database handle whose server is not there: the port was just given back. */
async function awayDatabase() {
  const { createServer } = await import('node:net')
  const { openDatabase } = await import('@tractops/platform')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return openDatabase(`postgres://nobody@127.0.0.1:${port}/none`, p.log).db
}
