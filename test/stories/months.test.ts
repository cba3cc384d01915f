import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createHttpApp, inTransaction } from '@tractops/platform'
import { calendarMonth, defaultPolicies, nextMaintenanceWindow } from '@tractops/sla'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../service/src/accounts/index.ts'
import { attachmentStore } from '../../service/src/desk/index.ts'
import { publicIncidents } from '../../service/src/incidents/index.ts'
import { followMeasurements } from '../../service/src/incidents/machine/follow-measurements.ts'
import { INCIDENTS } from '../../service/src/incidents/record/hold.ts'
import { recordCause } from '../../service/src/incidents/record/record-cause.ts'
import { settleGap } from '../../service/src/incidents/settle/settle-gap.ts'
import { applyConfig } from '../../service/src/monitoring/record/apply-config.ts'
import { recordResults } from '../../service/src/monitoring/record/record-results.ts'
import { MONITORING } from '../../service/src/monitoring/record/recorder.ts'
import type { MonitorResult } from '../../service/src/monitoring/record/results.ts'
import { httpMonitorForTest } from '../../service/src/monitoring/testing/http-monitor.ts'
import { portalRoutes } from '../../service/src/portal/index.ts'
import { reading } from '../../service/src/portal/testing/reading.ts'
import { raiseWall } from '../../service/src/portal/wall/raise-wall.ts'
import { monthToDate, uptimeRoutes } from '../../service/src/uptime/index.ts'
import { pageAt, pollerOf } from '../../service/src/vendors/testing/poller.ts'
import { statuspage } from '../../service/src/vendors/testing/recorded.ts'
import { vendorServer } from '../../service/src/vendors/testing/vendor-server.ts'
import { ava, enterCustomers, openStage, type Stage } from '../../service/test/maintenance-stage.ts'
import { ROOT } from '../root.ts'

/*
 * Two months with a clock change each, as they would be lived: checks every quarter of an hour, outages, a vendor that reports and one whose
 * page cannot be read, maintenance announced in time and late, mail over SMTP. In the end the service's figure and what the `sla`
 * command makes of the same inputs have to agree to the millisecond.
 */

const EVERY_MS = 900_000
const MINUTE = 60_000
const policies = defaultPolicies()
const policy = policies[0]!
const at = (instant: string) => Temporal.Instant.from(instant)

/** What is really broken, from when to when. */
const BROKEN: [component: string, from: string, to: string][] = [
  ['app', '2026-11-01T08:30:00Z', '2026-11-01T09:30:00Z'], // 01:30 PDT to 01:30 PST
  ['app', '2026-11-08T10:15:00Z', '2026-11-08T12:30:00Z'], // maintenance until 12:00, overrun
  ['app', '2026-11-24T19:00:00Z', '2026-11-24T20:00:00Z'], // Vercel, reported 19:05 to 19:45
  ['app', '2026-11-26T20:00:00Z', '2026-11-26T20:30:00Z'], // Vercel as well, while its page could not be read
  ['app', '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'], // maintenance, announced 31 hours ahead
  ['voting', '2026-11-25T08:00:00Z', '2026-11-25T20:00:00Z'], // is not critical
  ['payments', '2026-11-27T18:01:00Z', '2026-11-27T18:01:40Z'], // 40 s, of which no check hears
  ['app', '2027-03-14T10:00:00Z', '2027-03-14T11:15:00Z'], // maintenance until 11:00 (04:00 PDT), overrun
]
/** When nothing measures. */
const SILENT: [from: string, to: string][] = [['2026-11-18T03:00:01Z', '2026-11-18T05:00:00Z']]

let stage: Stage
let vendor: Awaited<ReturnType<typeof vendorServer>>
let poller: Awaited<ReturnType<typeof pollerOf>>
let app: ReturnType<typeof createHttpApp>
let key: string

const stateOf = (component: string, ms: number) =>
  BROKEN.some(
    ([c, from, to]) => c === component && at(from).epochMilliseconds <= ms && ms < at(to).epochMilliseconds,
  )
    ? ('down' as const)
    : ('up' as const)
const isSilent = (ms: number) =>
  SILENT.some(([from, to]) => at(from).epochMilliseconds <= ms && ms < at(to).epochMilliseconds)

/** Checks everything each quarter of an hour up to `until`, and lets the machine follow at each change and once a day. */
async function live(until: string): Promise<void> {
  const { p } = stage
  const lastMs = at(until).epochMilliseconds
  let pending: MonitorResult[] = []
  let before = ''
  const flush = async (ms: number) => {
    p.clock.set(Temporal.Instant.fromEpochMilliseconds(ms + 2_000))
    await inTransaction(p, MONITORING, (ctx) => recordResults(ctx, pending))
    pending = []
    await inTransaction(p, INCIDENTS, (ctx) => followMeasurements(ctx, { policies, out: stage.out }))
    await stage.tick()
  }
  for (
    let ms = Math.ceil(p.clock.now().epochMilliseconds / EVERY_MS) * EVERY_MS;
    ms < lastMs;
    ms += EVERY_MS
  ) {
    if (isSilent(ms)) continue
    const states = ['app', 'payments', 'voting'].map(
      (component) => [component, stateOf(component, ms)] as const,
    )
    for (const [component, state] of states) {
      const reason = state === 'up' ? null : 'answered 503, expected 200'
      const result = { component, monitor: 'page', state, reason, latencyMs: 12, statusCode: null }
      pending.push({ ...result, atMs: ms })
      if (state === 'down') pending.push({ ...result, atMs: ms + 1_000 })
    }
    const now = states.map(([, state]) => state).join()
    if (now !== before || ms % (24 * 60 * MINUTE) === 0) await flush(ms)
    before = now
  }
  if (pending.length > 0) await flush(pending.at(-1)!.atMs)
  p.clock.set(at(until))
}

/** Asks the vendor's page each minute of a stretch that is lived through. */
async function askVendor(from: string, minutes: number, show: (minute: number) => void): Promise<void> {
  for (let minute = 0; minute <= minutes; minute++) {
    stage.p.clock.set(at(from).add({ seconds: minute * 60 }))
    show(minute)
    await poller.poll()
  }
}

async function announce(start: string, end: string, publishAt: string): Promise<string> {
  const id = await stage.plan({ start: at(start), end: at(end) }, ['app'])
  stage.p.clock.set(at(publishAt))
  await stage.publish(id)
  await stage.deliver()
  return id
}

/** Records what caused the incident that is going on at an instant. */
async function blame(during: string, because: string): Promise<void> {
  const incidents = await stage.doing((ctx) => publicIncidents(ctx))
  const one = incidents.find((i) => Temporal.Instant.compare(i.startedAt, at(during)) <= 0)!
  await stage.doing((ctx) =>
    recordCause(ctx, { incidentId: one.id, kind: 'vendor', vendor: 'vercel', because, policies }),
  )
}

beforeAll(async () => {
  stage = await openStage(at('2026-11-01T07:00:00Z'))
  const { p } = stage
  await enterCustomers(stage)
  vendor = await vendorServer()
  vendor.serve('/api/v2/summary.json', statuspage())
  poller = await pollerOf(p, pageAt(vendor.url))
  const keys = ['app', 'payments', 'voting']
  const components = keys.map((k) => ({ key: k, name: k, description: null, critical: k !== 'voting' }))
  const monitors = keys.map((component) => httpMonitorForTest({ component, everyMs: EVERY_MS }))
  const config = { source: 'tractops.yaml', usesPractice: false, components, monitors }
  await inTransaction(p, MONITORING, (ctx) => applyConfig(ctx, config))
  app = createHttpApp(p)
  app.route('/', uptimeRoutes(p, { policies }))
  key = (await inTransaction(p, MONITORING, (ctx) => createKey(ctx, { role: 'viewer', name: 'Carla' }))).key

  await live('2026-11-05T18:00:00Z')
  await announce('2026-11-08T10:00:00Z', '2026-11-08T12:00:00Z', '2026-11-05T18:00:00Z')
  await live('2026-11-21T03:00:00Z')
  await announce('2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z', '2026-11-21T03:00:00Z')
  await live('2026-11-24T19:00:00Z')
  await askVendor('2026-11-24T19:00:00Z', 55, (minute) =>
    vendor.serve(
      '/api/v2/summary.json',
      statuspage(minute >= 5 && minute < 45 ? { API: 'major_outage' } : {}, {
        updated_at: p.clock.now().toString(),
      }),
    ),
  )
  p.clock.set(at('2026-11-24T19:00:00Z'))
  await live('2026-11-24T20:30:00Z')
  await blame('2026-11-24T19:30:00Z', 'Their edge returned 503 for all of our routes.')
  await live('2026-11-26T20:00:00Z')
  await askVendor('2026-11-26T20:00:00Z', 30, () =>
    vendor.break((_, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    ),
  )
  p.clock.set(at('2026-11-26T20:00:00Z'))
  await live('2026-11-26T21:00:00Z')
  await blame('2026-11-26T20:15:00Z', 'The same errors as two days before.')
  await live('2026-12-01T08:30:00Z')
  p.clock.set(at('2027-03-01T08:00:00Z'))
  await live('2027-03-10T09:00:00Z')
  const window = nextMaintenanceWindow(policy, at('2027-03-10T09:00:00Z'))
  await announce(window.start.toString(), window.end.toString(), '2027-03-10T09:00:00Z')
  await live('2027-04-01T07:30:00Z')
}, 300_000)
afterAll(async () => {
  await vendor.close()
  await stage.close()
})

const get = async (path: string) => {
  const response = await app.request(path, { headers: { authorization: `Bearer ${key}` } })
  expect(response.status).toBe(200)
  return response.json()
}

/** The command as anybody runs it, on what the service says that its figure follows from. */
async function sla(command: string, input: unknown): Promise<unknown> {
  const child = spawn(process.execPath, [join(ROOT, 'sla/bin/sla.js'), command, '-'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(input))
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')])
  return JSON.parse(out)
}

const recomputed = async (month: string) => {
  const { period: _, ...input } = (await get(`/api/v1/uptime/input?month=${month}`)) as Record<
    string,
    unknown
  >
  const carla = { customer: 'carla', plan: 'premium', billing: 'annual', units: 100, start: '2026-01-01' }
  return (await sla('month', { month, ...input, subscriptions: [carla] })) as {
    uptime: { countedDownMs: number }
  }
}

describe('November 2026, whose first night has 25 hours', () => {
  test('cannot be told while two hours that nobody measured are unsettled', async () => {
    const uptime = await get('/api/v1/uptime?month=2026-11')
    expect(uptime).toMatchObject({ unsettledMs: 120 * MINUTE, creditPercent: null })
    expect(await recomputed('2026-11')).toMatchObject({ error: { code: 'month_unsettled' } })
  })

  test('once Ava settles them, counts what nothing excuses, to the millisecond as `sla month` does', async () => {
    const [start, end] = [at('2026-11-18T03:00:00Z'), at('2026-11-18T05:00:00Z')]
    const reason = 'The host of the checks was moved; the access log shows no failing request.'
    await stage.doing((ctx) => settleGap(ctx, { start, end, settled: 'up', reason }))
    const uptime = await get('/api/v1/uptime?month=2026-11')
    expect(uptime).toMatchObject({
      periodMs: 43_260 * MINUTE,
      downMs: (60 + 135 + 60 + 30 + 60) * MINUTE,
      excludedDownMs: (105 + 40) * MINUTE,
      countedDownMs: (60 + 30 + 20 + 30 + 60) * MINUTE,
      measuredMs: (43_260 - 145) * MINUTE,
      unsettledMs: 0,
      uptime: '99.5361',
      creditPercent: 0,
    })
    const statement = await recomputed('2026-11')
    expect(statement.uptime).toEqual(uptime)
    expect(await sla('verify', statement)).toEqual({ verified: true })
  })

  test('is told to Carla in the portal to its last second: the figure, what is left of what may be missing, and each outage with its own length', async () => {
    const { p } = stage
    const was = p.clock.now()
    p.clock.set(at('2026-12-01T07:59:59Z'))
    const folder = join(p.config.dataDir, 'attachments')
    const desk = {
      ...{
        policies,
        queue: p.queue,
        secretKey: p.config.secretKey,
        url: 'http://localhost',
        zone: policy.zone,
      },
      ...{ from: 'contact@tractops.com' },
      store: attachmentStore({ folder, maxBytes: 1_000, bucket: null }, () => p.clock.now()),
    }
    const pages = createHttpApp(p)
    pages.route('/', portalRoutes(p, { desk, wall: await raiseWall(p) }))
    const carla = await reading(p, pages, 'carla@example.com')
    const { body } = await carla.ask('GET', '/month')
    p.clock.set(was)
    expect(body).toMatchObject({
      ...{ month: '2026-11', start: '2026-11-01T07:00:00Z', end: '2026-12-01T08:00:00Z' },
      ...{ until: '2026-12-01T07:59:59Z', uptime: '99.5361', unsettledMs: 0, gaps: 1 },
      ...{ elapsedMs: 43_260 * MINUTE - 1_000, measuredMs: (43_260 - 145) * MINUTE - 1_000 },
      excusedMs: 145 * MINUTE,
    })
    const downs = (body.incidents as { startedAt: string; downMs: number }[])
      .map(({ startedAt, downMs }) => `${startedAt} ${downMs / MINUTE}`)
      .sort()
    expect(downs).toEqual([
      '2026-11-01T08:30:00Z 60',
      '2026-11-08T10:15:00Z 135',
      '2026-11-22T10:00:00Z 60',
      '2026-11-24T19:00:00Z 60',
      '2026-11-26T20:00:00Z 30',
    ])
  })

  test('judges each exclusion, with its reason and what it rests on', async () => {
    const { uptime, backing } = await stage.doing(
      (ctx) => monthToDate(ctx, { month: '2026-11', policies }),
      ava,
    )
    expect(uptime.exclusions).toEqual([
      {
        kind: 'maintenance',
        start: '2026-11-08T10:00:00Z',
        end: '2026-11-08T12:00:00Z',
        accepted: true,
        because: 'announced 64 h ahead on /status and by mail',
        usedMs: 105 * MINUTE,
      },
      {
        kind: 'maintenance',
        start: '2026-11-22T10:00:00Z',
        end: '2026-11-22T12:00:00Z',
        accepted: false,
        because: 'announced 31 h ahead; 48 h are needed',
        usedMs: 0,
      },
      {
        kind: 'vendor',
        start: '2026-11-24T19:05:00Z',
        end: '2026-11-24T19:45:00Z',
        accepted: true,
        because: 'Vercel reported a major outage on "API"',
        usedMs: 40 * MINUTE,
      },
    ])
    expect(backing).toMatchObject([{ kind: 'maintenance' }, { kind: 'maintenance' }, { kind: 'vendor' }])
    const [, , report] = backing
    expect(report!.kind === 'vendor' && report!.evidence.length).toBeGreaterThanOrEqual(2)
  })
})

test('March 2027: the Sunday window of the night of 23 hours is one real hour, and what runs over counts', async () => {
  expect(calendarMonth('2027-03', policy.zone, 'month').end.toString()).toBe('2027-04-01T07:00:00Z')
  const uptime = await get('/api/v1/uptime?month=2027-03')
  expect(uptime).toMatchObject({
    periodMs: 44_580 * MINUTE,
    downMs: 75 * MINUTE,
    excludedDownMs: 60 * MINUTE,
    countedDownMs: 15 * MINUTE,
    unsettledMs: 0,
    exclusions: [
      { start: '2027-03-14T10:00:00Z', end: '2027-03-14T11:00:00Z', accepted: true, usedMs: 60 * MINUTE },
    ],
  })
  expect((await recomputed('2027-03')).uptime).toEqual(uptime)
})
