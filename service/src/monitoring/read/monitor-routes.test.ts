import { createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import type { MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { rollUpLatencies } from '../latency/roll-up.ts'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { monitorRoutes } from './monitor-routes.ts'

const NOW = Temporal.Instant.from('2026-11-25T10:30:00Z')
const HOUR = 3_600_000
const OLD = Temporal.Instant.from('2026-08-20T00:00:00Z')
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let key: string

const result = (atMs: number, latencyMs: number, state: MonitorState = 'up') => ({
  component: 'app',
  monitor: 'home',
  atMs,
  state,
  reason: state === 'up' ? null : 'the connection was refused',
  latencyMs,
  statusCode: state === 'up' ? 200 : null,
})
const record = (results: ReturnType<typeof result>[]) =>
  inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))

beforeAll(async () => {
  p = await testPlatform({ now: OLD })
  app = createHttpApp(p, { title: 'test', version: '0', description: 'test' })
  app.route('/', monitorRoutes(p))
  key = (await inTransaction(p, MONITORING, (ctx) => createKey(ctx, { role: 'viewer', name: 'Carla' }))).key
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, {
      source: 'tractops.yaml',
      usesPractice: false,
      components: [{ key: 'app', name: 'Application', description: null, critical: true }],
      monitors: [httpMonitorForTest({ key: 'home', everyMs: 30_000 })],
    }),
  )
  // 20 August, three hours; then yesterday evening, and this morning with an outage at its end.
  await record(
    [0, 1, 2].flatMap((hour) => [10, 20].map((ms) => result(OLD.epochMilliseconds + hour * HOUR + ms, ms))),
  )
  p.clock.set(NOW)
  while ((await inTransaction(p, MONITORING, rollUpLatencies)) > 0);
  const today = Temporal.Instant.from('2026-11-25T00:00:00Z').epochMilliseconds
  await record([result(today - HOUR, 7)])
  await record(
    Array.from({ length: 100 }, (_, i) => result(today + 9 * HOUR + i * 30_000, i < 99 ? 100 : 900)),
  )
  await record([0, 1, 2].map((i) => result(today + 10 * HOUR + i * 1_000, 5_000, 'down')))
})
afterAll(() => p.close())

const get = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${key}` }) => {
  const response = await app.request(`/api/v1/monitors/${path}`, { headers })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

describe('how long checks took', () => {
  test('by the hour, failed ones counted apart, and an hour without checks is there', async () => {
    const { status, body } = await get('app/home/latency?from=2026-11-25T08:10:00Z&to=2026-11-25T10:30:00Z')
    expect(status).toBe(200)
    expect(body).toEqual([
      { at: '2026-11-25T08:00:00Z', count: 0, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null },
      { at: '2026-11-25T09:00:00Z', count: 100, failed: 0, p50Ms: 100.6, p95Ms: 100.6, p99Ms: 100.6 },
      { at: '2026-11-25T10:00:00Z', count: 3, failed: 3, p50Ms: null, p95Ms: null, p99Ms: null },
    ])
  })

  test('of the last day by the hour where nothing else is asked, and of a month by the day', async () => {
    const day = (await get('app/home/latency')).body
    expect(day).toHaveLength(25)
    expect(day.reduce((n: number, point: { count: number }) => n + point.count, 0)).toBe(104)
    expect((await get('app/home/latency?from=2026-10-26T00:00:00Z')).body).toHaveLength(31)
  })

  test('of before the 90 days by the day, and together with later ones', async () => {
    const { body } = await get('app/home/latency?from=2026-08-20T00:00:00Z&to=2026-11-26T00:00:00Z&step=7d')
    expect(body).toHaveLength(14)
    expect(body[0]).toEqual({
      at: '2026-08-20T00:00:00Z',
      count: 6,
      failed: 0,
      p50Ms: 10,
      p95Ms: 20,
      p99Ms: 20,
    })
    expect(body.at(-1)).toMatchObject({ at: '2026-11-19T00:00:00Z', count: 104, failed: 3, p99Ms: 100.6 })
  })

  test('tell no quantiles where what is kept was damaged, and still how many checks there were', async () => {
    const of = (histogram: string) =>
      p.db.execute(sql`update latency_day set histogram = decode(${histogram}, 'hex')`)
    const { rows } = await p.db.execute<{ hex: string }>(
      sql`select encode(histogram, 'hex') as hex from latency_day`,
    )
    for (const damaged of ['ffffff', '', '0a01']) {
      await of(damaged)
      const { body } = await get('app/home/latency?from=2026-08-20T00:00:00Z&to=2026-08-21T00:00:00Z&step=1d')
      expect(body).toEqual([
        { at: '2026-08-20T00:00:00Z', count: 6, failed: 0, p50Ms: null, p95Ms: null, p99Ms: null },
      ])
    }
    await of(rows[0]!.hex)
  })

  test.each([
    ['app/away/latency', 404, 'monitor_unknown', 'param.monitor'],
    ['away/home/latency', 404, 'monitor_unknown', 'param.monitor'],
    ['app/home/latency?from=yesterday', 400, 'instant_invalid', 'query.from'],
    [
      'app/home/latency?from=2026-11-26T00:00:00Z&to=2026-11-25T00:00:00Z',
      400,
      'window_reversed',
      'query.from',
    ],
    ['app/home/latency?step=10m', 400, 'invalid_input', 'query.step'],
    ['app/home/latency?step=0h', 400, 'invalid_input', 'query.step'],
    ['app/home/latency?from=2026-10-01T00:00:00Z&step=1h', 400, 'too_many_points', 'query.step'],
    ['app/home/latency?from=2026-08-20T00:00:00Z&step=6h', 400, 'step_too_fine', 'query.step'],
    ['app/home/latency?from=0001-01-01T00:00:00Z&step=1d', 400, 'too_many_points', 'query.step'],
  ])('%s is refused with %i %s', async (path, status, code, where) => {
    expect(await get(path)).toMatchObject({ status, body: { status, code, path: where } })
  })
})

describe('raw results', () => {
  const page = async (query: string) => (await get(`app/home/results${query}`)).body
  const walk = async (limit: number) => {
    const items: { at: string }[] = []
    for (let next = ''; ; ) {
      const got = await page(`?limit=${limit}${next}`)
      items.push(...got.items)
      if (got.next === null) return items
      next = `&cursor=${got.next}`
    }
  }

  test('come newest first, whole, with their reasons and who looked', async () => {
    const { items, next } = await page('?limit=150')
    expect(next).toBeNull()
    expect(items[0]).toEqual({
      at: '2026-11-25T10:00:02Z',
      agent: expect.any(String),
      state: 'down',
      reason: 'the connection was refused',
      latencyMs: 5_000,
      statusCode: null,
    })
    const times = items.map(({ at }: { at: string }) => Temporal.Instant.from(at).epochMilliseconds)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    // Today's and yesterday's; those of August are past their 90 days.
    expect(times).toHaveLength(104)
  })

  test('come page by page, each once, whatever the length of a page', async () => {
    const all = await walk(200)
    for (const limit of [1, 7, 103, 104]) expect(await walk(limit)).toEqual(all)
  })

  test('of one instant, from several agents, are told each once', async () => {
    const atMs = NOW.subtract({ minutes: 5 }).epochMilliseconds
    await p.db.execute(sql`insert into probe_agent (id, name, created_at, created_by)
      select n, 'agent ' || n, '2026-11-01T00:00:00Z', '{"kind":"system","name":"test"}' from generate_series(1, 5) n`)
    for (const agent of [1, 2, 3, 4, 5])
      await inTransaction(p, MONITORING, (ctx) => recordResults(ctx, [result(atMs, agent)], agent))
    const agents = (items: object[]) => items.slice(0, 5).map((item) => (item as { agent: string }).agent)
    const all = await walk(200)
    expect(agents(all).sort()).toEqual([1, 2, 3, 4, 5].map((n) => `agent ${n}`))
    for (const limit of [1, 2, 3]) expect(await walk(limit)).toEqual(all)
  })

  test.each<[string, number, string, string]>([
    ['app/away/results', 404, 'monitor_unknown', 'param.monitor'],
    ['app/home/results?limit=1000', 400, 'invalid_input', 'query.limit'],
    ['app/home/results?cursor=nonsense', 400, 'invalid_cursor', 'query.cursor'],
    ...[
      [1e300, 1],
      [-1, 1],
      [5, -1],
      [5, 1.5],
      [5, 1e9],
    ].map((values): [string, number, string, string] => [
      `app/home/results?cursor=${Buffer.from(JSON.stringify(values)).toString('base64url')}`,
      400,
      'invalid_cursor',
      'query.cursor',
    ]),
  ])('%s is refused with %i %s', async (path, status, code, where) => {
    expect(await get(path)).toMatchObject({ status, body: { status, code, path: where } })
  })
})

test('what was measured of a monitor is closed to a stranger', async () => {
  for (const what of ['latency', 'results']) {
    expect((await get(`app/home/${what}`, {})).status).toBe(401)
    expect((await get(`app/home/${what}`, { authorization: 'Bearer Mallory' })).status).toBe(401)
  }
})
