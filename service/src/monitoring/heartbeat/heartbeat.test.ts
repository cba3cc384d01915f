import { createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HeartbeatMonitor, hashOfToken } from '../config/kinds/heartbeat.ts'
import { componentHistory } from '../read/component-history.ts'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { applyHeartbeats } from './apply-heartbeats.ts'
import { dueAfterAbsence, listening } from './decide.ts'
import { type Look, missBeats } from './miss-beats.ts'
import { heartbeatRoutes } from './routes.ts'

const TOKEN = 'the-backup-of-every-night'
const START = Temporal.Instant.from('2026-11-24T18:00:00Z')
const COMPONENTS = [{ key: 'backups', name: 'Backups', description: null, critical: true }]
const backup: HeartbeatMonitor = {
  kind: 'heartbeat',
  key: 'backup',
  component: 'backups',
  everyMs: 360_000,
  heartbeat: { periodMs: 300_000, graceMs: 60_000, tokenHash: hashOfToken(TOKEN) },
}

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let own: Look | null
let monotonicMs: number

beforeEach(async () => {
  p = await testPlatform({ now: START })
  app = createHttpApp(p)
  app.route('/', heartbeatRoutes(p))
  own = null
  monotonicMs = 0
  await inTransaction(p, MONITORING, async (ctx) => {
    const file = { source: 'tractops.yaml', usesPractice: false, components: COMPONENTS, monitors: [] }
    await applyConfig(ctx, { ...file, heartbeats: [backup] })
    await applyHeartbeats(ctx, [backup])
  })
})
afterEach(() => p.close())

const call = (path: string, method = 'GET') => app.request(`/hooks/heartbeat/${path}`, { method })

/** One look of the tick, as the clocks stand. */
async function look() {
  const now = { wallMs: p.clock.now().epochMilliseconds, monotonicMs }
  const changes = await inTransaction(p, MONITORING, (ctx) => missBeats(ctx, now, own))
  own = now
  return changes
}

/** Time passes while we listen, a second at a time. */
async function pass(seconds: number) {
  const changes = []
  for (let i = 0; i < seconds; i++) {
    p.clock.advance(1_000)
    monotonicMs += 1_000
    changes.push(...(await look()))
  }
  return changes
}

/** Time passes while nobody listens, and another process starts. */
function away(seconds: number) {
  p.clock.advance(seconds * 1_000)
  own = null
}

const state = async () => {
  const read = { from: START, to: p.clock.now() }
  const [component] = await inTransaction(p, MONITORING, (ctx) => componentHistory(ctx, read))
  return component!
}
const at = (seconds: number) => START.add({ seconds }).toString()

describe('a heartbeat', () => {
  test('that never came is unmeasured, and up once it has come, by GET or POST', async () => {
    expect(await pass(5)).toEqual([])
    expect((await state()).state).toBe('unmeasured')
    for (const method of ['GET', 'POST']) {
      const answer = await call(TOKEN, method)
      expect([answer.status, await answer.text()]).toEqual([200, 'heard\n'])
    }
    expect((await state()).state).toBe('up')
  })

  test('that never came leaves its component to the other monitors of it', async () => {
    const page = httpMonitorForTest({ key: 'page', component: 'backups' })
    const result = { component: 'backups', monitor: 'page', reason: null, latencyMs: 1, statusCode: 200 }
    await inTransaction(p, MONITORING, async (ctx) => {
      const file = { source: 'tractops.yaml', usesPractice: false, components: COMPONENTS }
      await applyConfig(ctx, { ...file, monitors: [page], heartbeats: [backup] })
      await recordResults(ctx, [{ ...result, state: 'up', atMs: START.epochMilliseconds + 1 }])
    })
    p.clock.advance(1_000)
    expect((await state()).state).toBe('up')
  })

  test('that stays away is down at once, dated at the instant it became overdue, and up at its next beat', async () => {
    await call(TOKEN)
    await look()
    p.clock.advance(359_000)
    monotonicMs += 359_000
    own = { wallMs: p.clock.now().epochMilliseconds, monotonicMs }
    await p.pool.query('update heartbeat_watch set seen_at = $1', [p.clock.now().toString()])
    expect(await pass(0)).toEqual([])
    const changes = await pass(3)
    expect(changes.map((c) => [c.state, c.at.toString(), c.reason])).toEqual([
      ['down', at(360), 'no heartbeat within 360 s'],
    ])
    p.clock.advance(1_000)
    await call(TOKEN)
    p.clock.advance(1_000)
    const { intervals } = await state()
    expect(intervals.map((i) => [i.state, i.start.toString()]).slice(-3)).toEqual([
      ['up', at(0)],
      ['down', at(360)],
      ['up', at(363)],
    ])
  })

  test('that stays away for hours stays down, and is not told again', async () => {
    await call(TOKEN)
    const changes = []
    for (let i = 0; i < 20; i++) {
      p.clock.advance(180_000)
      await p.pool.query('update heartbeat_watch set seen_at = $1', [p.clock.now().toString()])
      changes.push(...(await look()))
    }
    expect(changes.map((c) => c.state)).toEqual(['down'])
    expect((await state()).state).toBe('down')
  })

  test('that reports a failure is down at once, with its own words on one line', async () => {
    await call(TOKEN)
    p.clock.advance(1_000)
    expect((await call(`${TOKEN}/fail?reason=${encodeURIComponent('disk\nfull')}`, 'POST')).status).toBe(200)
    expect(await state()).toMatchObject({ state: 'down', reason: 'disk full' })
    p.clock.advance(1_000)
    await call(`${TOKEN}?state=degraded&reason=slow`)
    expect(await state()).toMatchObject({ state: 'degraded' })
    expect((await call(`${TOKEN}?state=asleep`)).status).toBe(400)
  })

  test('of an unknown token gets the answer of any address where nothing is, and not for long', async () => {
    const nothing = (body: object) => ({ ...body, requestId: '' })
    const guessed = await call('a-token-that-is-guessed')
    expect(guessed.status).toBe(404)
    const other = await app.request('/hooks/nothing')
    expect(nothing(JSON.parse(await guessed.text()))).toEqual(nothing(JSON.parse(await other.text())))
    const answers = []
    for (let i = 0; i < 60; i++) answers.push((await call(`guess-${i}`)).status)
    expect(answers.slice(0, 59)).toEqual(Array(59).fill(404))
    expect(answers.at(-1)).toBe(429)
    expect((await call(TOKEN)).status).toBe(200)
  })

  test('is taken 60 times a minute', async () => {
    for (let i = 0; i < 60; i++) expect((await call(TOKEN)).status).toBe(200)
    expect((await call(TOKEN)).status).toBe(429)
  })
})

describe('we invent no downtime', () => {
  test('when we were not there while a beat was expected: the next one is waited for', async () => {
    await call(TOKEN)
    await pass(1)
    away(370)
    expect(await look()).toEqual([])
    expect(await pass(5)).toEqual([])
    expect((await state()).state).not.toBe('down')
  })

  test('and hide none when we were not there while none was expected', async () => {
    await call(TOKEN)
    await pass(1)
    away(30)
    await look()
    p.clock.advance(329_000)
    await p.pool.query('update heartbeat_watch set seen_at = $1', [p.clock.now().toString()])
    expect((await look()).map((c) => [c.state, c.at.toString()])).toEqual([['down', at(360)]])
  })

  test.each([3_600, -3_600])('when the clock is set by %i s: what is due moves along', async (seconds) => {
    await call(TOKEN)
    await pass(2)
    p.clock.advance(seconds * 1_000)
    monotonicMs += 1_000
    expect(await look()).toEqual([])
    p.clock.advance(1_000)
    monotonicMs += 1_000
    expect(await look()).toEqual([])
    expect((await call(TOKEN)).status).toBe(200)
    expect(await pass(3)).toEqual([])
    expect((await state()).state).not.toBe('down')
  })
})

describe('what passed between two looks', () => {
  const s = 1_000
  test.each([
    [{ wallMs: 101 * s, monotonicMs: 0 }, 100 * s, null, { kind: 'listening' }],
    [{ wallMs: 101 * s, monotonicMs: 0 }, null, null, { kind: 'listening' }],
    [
      { wallMs: 200 * s, monotonicMs: 9 * s },
      100 * s,
      { wallMs: 100 * s, monotonicMs: 8 * s },
      { kind: 'jumped', byMs: 99 * s },
    ],
    [
      { wallMs: 50 * s, monotonicMs: 9 * s },
      100 * s,
      { wallMs: 100 * s, monotonicMs: 8 * s },
      { kind: 'jumped', byMs: -51 * s },
    ],
    [
      { wallMs: 200 * s, monotonicMs: 108 * s },
      100 * s,
      { wallMs: 100 * s, monotonicMs: 8 * s },
      { kind: 'away', fromMs: 100 * s, toMs: 200 * s },
    ],
    [{ wallMs: 200 * s, monotonicMs: 0 }, 100 * s, null, { kind: 'away', fromMs: 100 * s, toMs: 200 * s }],
    [{ wallMs: 50 * s, monotonicMs: 0 }, 100 * s, null, { kind: 'away', fromMs: 50 * s, toMs: 50 * s }],
  ])('%j after %j, own %j', (now, seen, own, expected) => {
    expect(listening(now, seen, own)).toEqual(expected)
  })

  test('a nightly backup is not excused by a restart at noon', () => {
    const h = 3_600 * s
    const nightly = { dueMs: 26 * h, periodMs: 24 * h, graceMs: h }
    expect(dueAfterAbsence(nightly, { fromMs: 12 * h, toMs: 12 * h + 60 * s })).toBe(26 * h)
    expect(dueAfterAbsence(nightly, { fromMs: 25 * h, toMs: 25 * h + 60 * s })).toBe(50 * h + 60 * s)
    expect(dueAfterAbsence(nightly, { fromMs: 0, toMs: 0 })).toBe(25 * h)
  })
})
