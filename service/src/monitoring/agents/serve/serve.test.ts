import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type Actor, createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import type { MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../../accounts/index.ts'
import { componentHistory } from '../../read/component-history.ts'
import { applyConfig } from '../../record/apply-config.ts'
import { recordResults } from '../../record/record-results.ts'
import { MONITORING } from '../../record/recorder.ts'
import type { MonitorResult } from '../../record/results.ts'
import { monitoringRoutes } from '../../routes.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'
import type { Assignment, Batch } from '../wire.ts'
import { workOf } from './assign.ts'
import { createAgent } from './create-agent.ts'
import { Hub } from './hub.ts'
import { listAgents } from './list-agents.ts'
import { probeRoutes } from './probe-routes.ts'
import { revokeAgent } from './revoke-agent.ts'

const START = Temporal.Instant.from('2026-11-10T10:00:00Z')
const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const monitors = [httpMonitorForTest({ key: 'page', component: 'app', everyMs: 20_000 })]

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let hub: Hub
beforeEach(async () => {
  p = await testPlatform({ now: START })
  app = createHttpApp(p)
  hub = new Hub(p)
  const work = workOf(monitors, ['127.0.0.1:1'])
  app.route('/', monitoringRoutes(p))
  app.route('/', probeRoutes(p, { hub, work: () => work }))
  const components = [{ key: 'app', name: 'Application', description: null, critical: true }]
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, { source: 'tractops.yaml', usesPractice: false, components, monitors }),
  )
})
afterEach(async () => {
  hub.close()
  await p.close()
})

const ms = (seconds: number) => START.epochMilliseconds + seconds * 1_000
const result = (seconds: number, state: MonitorState, more: Partial<MonitorResult> = {}): MonitorResult => ({
  component: 'app',
  monitor: 'page',
  atMs: ms(seconds),
  state,
  reason: state === 'up' ? null : 'answered 503, expected 200',
  latencyMs: 12,
  statusCode: state === 'up' ? 200 : 503,
  ...more,
})

/** An agent with its token, and how it delivers: one spool, numbered as it goes. */
async function agent(name: string) {
  const { id, token } = await inTransaction(p, ava, (ctx) => createAgent(ctx, { name }))
  const spool = randomUUID()
  let first = 1
  const send = async (results: MonitorResult[], more: Partial<Batch> = {}) => {
    const answer = await post(token, { ...told(spool, first, results), ...more })
    if (answer.status === 200) first = answer.body.seq + 1
    return answer
  }
  return { id, token, spool, send }
}

const told = (spool: string, first: number, results: unknown[]) => ({
  spool,
  first,
  results,
  waiting: 0,
  dropped: 0,
  blind: false,
  skewMs: null,
  roundTripMs: null,
})

async function post(token: string, batch: unknown, headers: Record<string, string> = {}) {
  const body = batch instanceof Uint8Array || typeof batch === 'string' ? batch : JSON.stringify(batch)
  const answer = await app.request('/api/v1/probe/results', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: body as string,
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const builtIn = (results: MonitorResult[]) =>
  inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
const at = (seconds: number) => p.clock.set(START.add({ milliseconds: seconds * 1_000 }))

/** Has somebody check every 20 s from `from` to `to`, seconds; down from `down[0]` until `down[1]`. */
function checks(from: number, to: number, down: [number, number] = [0, 0]): MonitorResult[] {
  const list: MonitorResult[] = []
  for (let t = from; t < to; t += 20) list.push(result(t, t >= down[0] && t < down[1] ? 'down' : 'up'))
  return list
}

/** The confirmed intervals so far, in seconds. */
async function intervals() {
  const [component] = await inTransaction(p, MONITORING, (ctx) =>
    componentHistory(ctx, { from: START, to: ctx.now }),
  )
  const s = (i: Temporal.Instant | null) => (i === null ? 'now' : (i.epochMilliseconds - ms(0)) / 1_000)
  return component!.intervals.map((i) => `${s(i.start)}-${s(i.end)} ${i.state}`)
}

const count = async (from: string) => {
  const { rows } = await p.db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${from}`))
  return rows[0]!.n
}

describe('the server was away for ten minutes, and an agent was not', () => {
  beforeEach(() => builtIn(checks(0, 120)))

  test('what it found fills the gap: no second is unmeasured, and an outage has its own edges (row 6)', async () => {
    const far = await agent('far')
    at(720)
    await builtIn([result(720, 'up')])
    expect(await intervals()).toEqual(['0-100 up', '100-720 unmeasured'])
    at(721)
    await far.send(checks(5, 720, [300, 500]))
    expect(await intervals()).toEqual(['0-305 up', '305-505 down', '505-now up'])
    const late = await p.db.execute(
      sql`select state, late, superseded_at is null as stands from transition order by id`,
    )
    expect(late.rows).toEqual([
      { state: 'unmeasured', late: false, stands: true },
      { state: 'up', late: false, stands: true },
      { state: 'unmeasured', late: false, stands: false },
      { state: 'up', late: false, stands: true },
      { state: 'down', late: true, stands: true },
      { state: 'up', late: true, stands: true },
    ])
  })

  test('it does not matter whether it delivers before or after the first check, at once or bit by bit', async () => {
    const far = await agent('far')
    const all = checks(5, 720, [300, 500])
    at(721)
    await far.send(all.slice(0, 10))
    await far.send(all.slice(10, 22))
    await builtIn([result(721, 'up')])
    await far.send(all.slice(22))
    expect(await intervals()).toEqual(['0-305 up', '305-505 down', '505-now up'])
  })

  test('several agents are asked together, whoever delivers first', async () => {
    const [far, near, odd] = [await agent('far'), await agent('near'), await agent('odd')]
    at(720)
    await builtIn([result(720, 'up')])
    at(722)
    await odd.send(checks(2, 720, [140, 720]))
    expect(await intervals()).toEqual(['0-142 up', '142-720 down', '720-now up'])
    await far.send(checks(5, 720, [300, 500]))
    await near.send(checks(8, 720, [300, 500]))
    expect(await intervals()).toEqual(['0-305 up', '305-505 down', '505-now up'])
  })

  test('what no agent watched stays unmeasured', async () => {
    const far = await agent('far')
    at(720)
    await builtIn([result(720, 'up')])
    at(721)
    await far.send(checks(5, 300))
    expect(await intervals()).toEqual(['0-285 up', '285-720 unmeasured', '720-now up'])
  })
})

test('late results change nothing that was confirmed as it happened, neither to the worse nor to the better', async () => {
  const far = await agent('far')
  for (const one of checks(0, 600, [200, 300])) {
    at((one.atMs - ms(0)) / 1_000)
    await builtIn([one])
  }
  const before = await intervals()
  expect(before).toEqual(['0-200 up', '200-300 down', '300-now up'])
  await far.send(checks(5, 520, [400, 500]))
  expect(await intervals()).toEqual(before)
  const observed = await p.db.execute(
    sql`select state from observed_transition where agent_id = ${far.id} order by at`,
  )
  expect(observed.rows.map((row) => row.state)).toEqual(['up', 'down', 'up'])
})

describe('as it happens', () => {
  test('most must fail: two of three confirm an outage, from the first failed check; one alone does not', async () => {
    const [far, near] = [await agent('far'), await agent('near')]
    at(20)
    await builtIn([result(0, 'up'), result(20, 'up')])
    await far.send([result(5, 'up')])
    await near.send([result(8, 'up')])
    at(27)
    await far.send([result(25, 'down'), result(26, 'down')])
    expect(await intervals()).toEqual(['0-now up'])
    await builtIn([result(25.3, 'down'), result(26.3, 'down')])
    at(30)
    expect(await intervals()).toEqual(['0-25 up', '25-now down'])
    await near.send([result(28, 'up')])
    expect(await intervals()).toEqual(['0-25 up', '25-now down'])
    await far.send([result(29, 'up')])
    expect(await intervals()).toEqual(['0-25 up', '25-29 down', '29-now up'])
  })

  test('a first failure has every agent look again at once', async () => {
    const [far, near] = [await agent('far'), await agent('near')]
    const ask = async (query: string) => {
      const headers = { authorization: `Bearer ${near.token}` }
      const answer = await app.request(`/api/v1/probe/assignment?${query}`, { headers })
      return (await answer.json()) as Assignment
    }
    const { version, since, monitors: assigned } = await ask('')
    expect(assigned).toMatchObject([{ key: 'page', component: 'app', kind: 'http' }])
    await p.events.start()
    await far.send([result(0, 'up')])
    const waiting = ask(`version=${version}&since=${since}&wait=20`)
    at(20)
    await far.send([result(20, 'down')])
    expect(await waiting).toMatchObject({ monitors: null, recheck: [{ component: 'app', monitor: 'page' }] })
  })

  test('blind results are kept, and count for nothing', async () => {
    const far = await agent('far')
    await builtIn([result(0, 'up')])
    at(40)
    await far.send([result(5, 'down', { blind: true }), result(25, 'down', { blind: true })], { blind: true })
    await builtIn([result(20, 'up'), result(40, 'up')])
    expect(await intervals()).toEqual(['0-now up'])
    expect(await count('check_result where state = 3')).toBe(2)
    expect(await count('observed_transition where agent_id > 0')).toBe(0)
  })
})

describe('each result is taken in order and once', () => {
  test('the same batch twice, and batches that overlap, change nothing more', async () => {
    at(160)
    const far = await agent('far')
    const batch = told(far.spool, 1, checks(0, 100))
    expect(await post(far.token, batch)).toMatchObject({ status: 200, body: { seq: 5, refused: [] } })
    expect(await post(far.token, batch)).toMatchObject({ status: 200, body: { seq: 5 } })
    await post(far.token, told(far.spool, 3, checks(40, 160)))
    expect(await count('check_result')).toBe(8)
    expect(await count('transition where state = $$up$$')).toBe(1)
  })

  test('a batch whose forerunner is missing is refused, and told what is', async () => {
    at(160)
    const far = await agent('far')
    await far.send(checks(0, 100))
    const early = await post(far.token, told(far.spool, 8, checks(140, 160)))
    expect(early).toMatchObject({ status: 409, body: { code: 'sequence_gap', path: 'first' } })
    expect(early.body.detail).toContain('6 to 7')
    expect(await count('check_result')).toBe(5)
  })

  test('results out of the order of time are passed over, without harm', async () => {
    at(61)
    const far = await agent('far')
    const mixed = [result(40, 'up'), result(0, 'down'), result(20, 'down'), result(60, 'up')]
    expect((await far.send(mixed)).body).toMatchObject({ seq: 4, refused: [] })
    expect((await intervals()).at(-1)).toBe('40-now up')
  })
})

test('an agent that asks no more is silent after a minute and a half, and until it is heard again', async () => {
  const far = await agent('far')
  const { key } = await inTransaction(p, ava, (ctx) => createKey(ctx, { role: 'viewer', name: 'Ben' }))
  const silent = async () => {
    const answer = await app.request('/api/v1/agents', { headers: { authorization: `Bearer ${key}` } })
    return ((await answer.json()) as { silent: boolean }[]).map((one) => one.silent)
  }
  at(90)
  expect(await silent()).toEqual([false, false])
  at(91)
  expect(await silent()).toEqual([false, true])
  await far.send([])
  expect(await silent()).toEqual([false, false])
})

describe('what is refused', () => {
  test('a result from the future, and one of a monitor that nobody watches: with a reason, for the operator to see', async () => {
    const far = await agent('far')
    const { body } = await far.send([
      result(0, 'up'),
      result(6, 'down'),
      result(1, 'up', { monitor: 'other' }),
      result(4, 'up'),
    ])
    expect(body).toMatchObject({
      seq: 4,
      refused: [
        { seq: 2, code: 'from_the_future' },
        { seq: 3, code: 'monitor_unknown' },
      ],
    })
    expect(await count('check_result')).toBe(2)
    const { key } = await inTransaction(p, ava, (ctx) => createKey(ctx, { role: 'viewer', name: 'Ben' }))
    const answer = await app.request('/api/v1/agents', { headers: { authorization: `Bearer ${key}` } })
    expect(await answer.json()).toMatchObject([
      { id: 0, name: 'built-in' },
      { name: 'far', refused: { count: 2, because: 'no monitor app/other is watched' } },
    ])
  })

  test('a token that is wrong, revoked, or an API key', async () => {
    const far = await agent('far')
    const { key } = await inTransaction(p, ava, (ctx) => createKey(ctx, { role: 'admin', name: 'Ava' }))
    const mallory = `tractops_agent_${'x'.repeat(43)}`
    for (const token of [mallory, key, '', `${far.token}x`]) {
      const { status, body } = await post(token, told(far.spool, 1, checks(0, 20)))
      expect([status, body.code]).toEqual([401, 'invalid_agent_token'])
    }
    await inTransaction(p, ava, (ctx) => revokeAgent(ctx, { id: far.id }))
    const { status, body } = await far.send(checks(0, 20))
    expect([status, body.code]).toEqual([401, 'agent_revoked'])
    expect(await count('check_result')).toBe(0)
    p.clock.advance(1_000)
    await far.send(checks(0, 20))
    const seen = await inTransaction(p, ava, (ctx) => listAgents(ctx))
    expect(seen.find(({ name }) => name === 'far')).toMatchObject({
      revokedAt: expect.any(String),
      seenAt: p.clock.now().toString(),
    })
    expect(
      (await app.request('/api/v1/agents', { headers: { authorization: `Bearer ${far.token}` } })).status,
    ).toBe(401)
  })

  test.each<[string, unknown, number, string, Record<string, string>?]>([
    ['text', 'far away', 400, 'json_invalid'],
    ['an empty body', '', 400, 'json_invalid'],
    ['a list', [], 400, 'invalid_input'],
    [
      'a result of no known state',
      told(randomUUID(), 1, [{ ...result(0, 'up'), state: 'fine' }]),
      400,
      'invalid_input',
    ],
    [
      'a result with a field too many',
      told(randomUUID(), 1, [{ ...result(0, 'up'), agent: 3 }]),
      400,
      'invalid_input',
    ],
    ['a number below one', told(randomUUID(), 0, []), 400, 'invalid_input'],
    ['gzip that is none', 'far away', 400, 'gzip_invalid', { 'content-encoding': 'gzip' }],
    ['another encoding', 'far away', 415, 'encoding_unknown', { 'content-encoding': 'br' }],
    ['50 MB', Buffer.alloc(50 * 1024 * 1024, ' '), 413, 'body_too_large'],
    [
      '50 MB in 50 kB',
      gzipSync(Buffer.alloc(50 * 1024 * 1024, ' ')),
      413,
      'body_too_large',
      { 'content-encoding': 'gzip' },
    ],
  ])('a batch of %s', async (_, batch, status, code, headers) => {
    const far = await agent('far')
    const answer = await post(far.token, batch, headers)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect((await far.send(checks(0, 20))).status).toBe(200)
  })
})

test('what each agent observes is told beside what they say together', async () => {
  const far = await agent('far')
  await builtIn([result(0, 'up'), result(20, 'up')])
  at(23)
  await far.send([result(5, 'up'), result(21, 'down'), result(22, 'down')], { skewMs: -250, roundTripMs: 4 })
  const { key } = await inTransaction(p, ava, (ctx) => createKey(ctx, { role: 'viewer', name: 'Ben' }))
  const answer = await app.request('/api/v1/monitors/app/page/observed', {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(await answer.json()).toMatchObject({
    confirmed: { state: 'up', since: '2026-11-10T10:00:00Z' },
    agents: [
      { name: 'built-in', state: 'up', checkedAt: '2026-11-10T10:00:20Z' },
      { name: 'far', state: 'down', since: '2026-11-10T10:00:21Z', reason: 'answered 503, expected 200' },
    ],
  })
})
