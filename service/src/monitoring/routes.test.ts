import { createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies, uptime } from '@tractops/sla'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../accounts/index.ts'
import { uptimeRoutes } from '../uptime/index.ts'
import { applyConfig } from './record/apply-config.ts'
import { recordResults } from './record/record-results.ts'
import { MONITORING } from './record/recorder.ts'
import { monitoringRoutes } from './routes.ts'
import { httpMonitorForTest } from './testing/http-monitor.ts'

const START = Temporal.Instant.from('2026-11-01T07:00:00Z')
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let key: string

beforeAll(async () => {
  p = await testPlatform({ now: START })
  app = createHttpApp(p, { title: 'test', version: '0', description: 'test' })
  app.route('/', monitoringRoutes(p))
  app.route('/', uptimeRoutes(p, { policies: defaultPolicies() }))
  key = (await inTransaction(p, MONITORING, (ctx) => createKey(ctx, { role: 'viewer', name: 'Carla' }))).key
  const components = [
    { key: 'payments', name: 'Dues and payments', description: null, critical: true },
    { key: 'voting', name: 'Voting', description: null, critical: false },
  ]
  const monitors = components.map(({ key: component }) =>
    httpMonitorForTest({ component, everyMs: 3_600_000 }),
  )
  await inTransaction(p, MONITORING, async (ctx) => {
    await applyConfig(ctx, { source: 'tractops.yaml', usesPractice: false, components, monitors })
    const of = (component: string, hour: number, state: 'up' | 'down') => ({
      component,
      monitor: 'page',
      atMs: START.epochMilliseconds + hour * 3_600_000,
      state,
      reason: state === 'up' ? null : 'the connection was refused',
      latencyMs: 3,
      statusCode: null,
    })
    const down = [of('payments', 2, 'down'), of('payments', 3, 'down'), of('payments', 4, 'up')]
    const results = [of('payments', 0, 'up'), of('payments', 1, 'up'), ...down]
    for (let hour = 0; hour <= 4; hour++) results.push(of('voting', hour, hour < 2 ? 'up' : 'down'))
    await recordResults(ctx, results)
  })
  p.clock.set(START.add({ hours: 5 }))
})
afterAll(() => p.close())

const get = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${key}` }) => {
  const response = await app.request(path, { headers })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

describe('a viewer reads', () => {
  test('the uptime of the month so far', async () => {
    const { status, body } = await get('/api/v1/uptime')
    expect(status).toBe(200)
    expect(body).toEqual({
      periodMs: 5 * 3_600_000,
      measuredMs: 5 * 3_600_000,
      downMs: 2 * 3_600_000,
      excludedDownMs: 0,
      countedDownMs: 2 * 3_600_000,
      unsettledMs: 0,
      uptime: '60.0000',
      creditPercent: 25,
      exclusions: [],
    })
    expect((await get('/api/v1/uptime?month=2026-11')).body).toEqual(body)
  })

  test('everything that the figure follows from, which the engine by itself turns into the same figure', async () => {
    const { body } = await get('/api/v1/uptime/input')
    expect(body.down).toEqual([{ start: '2026-11-01T09:00:00Z', end: '2026-11-01T11:00:00Z' }])
    expect(uptime(body)).toEqual((await get('/api/v1/uptime')).body)
  })

  test('the components, a failing one that is not critical as degraded', async () => {
    expect((await get('/api/v1/components')).body).toEqual([
      { key: 'payments', name: 'Dues and payments', critical: true, state: 'up' },
      { key: 'voting', name: 'Voting', critical: false, state: 'degraded' },
    ])
  })

  test('the confirmed intervals of a component, the last one open', async () => {
    const { body } = await get(
      '/api/v1/components/payments/intervals?from=2026-11-01T07:00:00Z&to=2026-11-02T00:00:00Z',
    )
    expect(body).toEqual([
      { state: 'up', start: '2026-11-01T07:00:00Z', end: '2026-11-01T09:00:00Z' },
      { state: 'down', start: '2026-11-01T09:00:00Z', end: '2026-11-01T11:00:00Z' },
      { state: 'up', start: '2026-11-01T11:00:00Z', end: null },
    ])
    const past = await get(
      '/api/v1/components/payments/intervals?from=2026-11-01T08:00:00Z&to=2026-11-01T10:00:00Z',
    )
    expect(past.body.at(-1)).toEqual({
      state: 'down',
      start: '2026-11-01T09:00:00Z',
      end: '2026-11-01T10:00:00Z',
    })
  })
})

test.each([
  ['/api/v1/uptime?month=2026-12', 400, 'month_in_future', 'month'],
  ['/api/v1/uptime?month=2026-13', 400, 'invalid_input', 'query.month'],
  ['/api/v1/uptime?month=november', 400, 'invalid_input', 'query.month'],
  ['/api/v1/components/nothing/intervals', 404, 'component_unknown', 'param.key'],
  ['/api/v1/components/payments/intervals?from=yesterday', 400, 'instant_invalid', 'query.from'],
  [
    '/api/v1/components/payments/intervals?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z',
    400,
    'window_reversed',
    'query.from',
  ],
  ['/api/v1/components/payments/intervals?from=2020-01-01T00:00:00Z', 400, 'window_too_long', 'query.from'],
])('%s is refused with %i %s', async (path, status, code, where) => {
  const answer = await get(path)
  expect(answer).toMatchObject({ status, body: { status, code, path: where } })
})

test.each(['/api/v1/uptime', '/api/v1/components', '/api/v1/components/payments/intervals'])(
  '%s is closed to a stranger',
  async (path) => {
    expect((await get(path, {})).status).toBe(401)
    expect((await get(path, { authorization: 'Bearer Mallory' })).status).toBe(401)
  },
)

test('the document names the addresses and their schemas', async () => {
  const { body } = await get('/api/openapi.json')
  expect(Object.keys(body.paths)).toEqual([
    '/api/v1/components',
    '/api/v1/components/{key}/intervals',
    '/api/v1/monitors/{component}/{monitor}/latency',
    '/api/v1/monitors/{component}/{monitor}/results',
    '/api/v1/agents',
    '/api/v1/agents/{id}',
    '/api/v1/monitors/{component}/{monitor}/observed',
    '/api/v1/uptime',
    '/api/v1/uptime/input',
  ])
  expect(Object.keys(body.components.schemas)).toEqual(
    expect.arrayContaining(['Uptime', 'Component', 'Interval', 'Problem']),
  )
})
