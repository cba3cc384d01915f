import { randomUUID } from 'node:crypto'
import { type Ctx, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { componentHistory } from '../read/component-history.ts'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import type { MonitorResult } from '../record/results.ts'
import { newMemory, takeResult } from '../record/take-result.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { createAgent } from './serve/create-agent.ts'
import { takeBatch } from './serve/take-batch.ts'

/*
 * The short kin of test/chaos/agents.ts: half an hour of a server and two agents that are killed and cut off, drawn from a seed
 * and played on a clock that is moved, so that it says the same each time.
 */

const START = Temporal.Instant.from('2026-11-10T10:00:00Z')
const EVERY_S = 20
const END_S = 1_800

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: START })
})
afterEach(() => p.close())

type Span = [number, number]
const within = (spans: readonly Span[], t: number) => spans.some(([from, to]) => from <= t && t < to)

/** Numbers from a seed (mulberry32). */
function series(seed: number) {
  let drawn = seed
  return (from: number, to: number) => {
    drawn = (drawn + 0x6d2b79f5) | 0
    let t = Math.imul(drawn ^ (drawn >>> 15), 1 | drawn)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor(from + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (to - from))
  }
}

/** Spans one after the other over the half hour, each `long` seconds, with `apart` seconds between. */
function spans(draw: ReturnType<typeof series>, apart: Span, long: Span, untilS: number): Span[] {
  const list: Span[] = []
  for (let t = draw(...apart); ; t += draw(...apart)) {
    const end = t + draw(...long)
    if (end > untilS) return list
    list.push([t, end])
    t = end
  }
}

/** When an agent is killed, cannot reach the server, or sees none of its control targets. */
type Trouble = { away: Span[]; unreachable: Span[]; blind: Span[] }

type Watcher = Trouble & { id: number; offset: number; waiting: MonitorResult[] }

/** All that a watcher finds: a check each interval, and one more a second later where that asks for confirmation. */
function checksOf(watcher: Watcher, broken: readonly Span[]): Map<number, MonitorResult> {
  const found = new Map<number, MonitorResult>()
  let memory = newMemory()
  const look = (t: number) => {
    if (within(watcher.away, t)) {
      memory = newMemory()
      return
    }
    const blind = within(watcher.blind, t)
    const state = blind || within(broken, t) ? 'down' : 'up'
    const result: MonitorResult = {
      component: 'app',
      monitor: 'page',
      atMs: START.epochMilliseconds + t * 1_000,
      state,
      reason: state === 'up' ? null : 'answered 503, expected 200',
      latencyMs: 5,
      statusCode: 200,
      ...(blind ? { blind } : {}),
    }
    found.set(t, result)
    const taken = blind ? null : takeResult(memory, result, EVERY_S * 1_000)
    if (taken === null) return
    memory = taken.memory
    if (taken.recheck) look(t + 1)
  }
  for (let t = watcher.offset; t < END_S; t += EVERY_S) look(t)
  return found
}

test.each([1, 2, 3, 4, 8, 10, 15, 22, 26, 39, 49, 83, 103])(
  'half an hour of kills and cut lines, drawn from %i: every outage is told within an interval, and nothing else',
  async (seed) => {
    const draw = series(seed)
    const broken = spans(draw, [50, 120], [50, 120], END_S - 100)
    const serverAway = spans(draw, [30, 100], [2, 100], END_S - 60)
    // One agent at a time is killed or blind, so that somebody always knows.
    const impaired = spans(draw, [60, 110], [2, 80], END_S - 60)
    const troubles = [0, 1].map((n): Trouble => {
      const mine = impaired.filter((_, i) => i % 2 === n)
      return {
        unreachable: spans(draw, [20, 80], [2, 100], END_S - 60),
        away: mine.filter((_, i) => i % 2 === 0),
        blind: mine.filter((_, i) => i % 2 === 1),
      }
    })
    await rehearse({ broken, serverAway, troubles, draw })
  },
  120_000,
)

test.each<[string, { broken: Span; serverAway: Span; troubles: [Trouble, Trouble] }]>([
  [
    'whoever saw it first was blind before the others looked again',
    {
      broken: [302, 402],
      serverAway: [305, 349],
      troubles: [
        { away: [], unreachable: [], blind: [[340, 380]] },
        { away: [], unreachable: [[300, 390]], blind: [] },
      ],
    },
  ],
  [
    'it was half against half when everybody fell silent, as one agent had just been killed',
    {
      broken: [315, 369],
      serverAway: [345, 385],
      troubles: [
        { away: [], unreachable: [[270, 420]], blind: [] },
        { away: [[316, 376]], unreachable: [], blind: [] },
      ],
    },
  ],
  [
    'it was half against half until the silence ended, as one agent had just been blind',
    {
      broken: [320, 393],
      serverAway: [287, 358],
      troubles: [
        { away: [], unreachable: [], blind: [[316, 340]] },
        { away: [], unreachable: [], blind: [] },
      ],
    },
  ],
  [
    'it was half against half when the silence ended, as one agent is blind for good',
    {
      broken: [336, 440],
      serverAway: [287, 392],
      troubles: [
        { away: [], unreachable: [], blind: [] },
        { away: [], unreachable: [], blind: [[336, END_S]] },
      ],
    },
  ],
  [
    'it had begun when everybody fell silent but one, who had not looked again yet',
    {
      broken: [297, 370],
      serverAway: [314, 392],
      troubles: [
        { away: [], unreachable: [], blind: [[323, 382]] },
        { away: [], unreachable: [[327, 401]], blind: [] },
      ],
    },
  ],
])('an outage is told within an interval of it: %s', async (_, { broken, serverAway, troubles }) => {
  await rehearse({ broken: [broken], serverAway: [serverAway], troubles, draw: series(1) })
})

/** Lets three agents, the built-in one among them, watch the half hour; what is told must be what is broken. */
async function rehearse(of: {
  broken: Span[]
  serverAway: Span[]
  troubles: Trouble[]
  draw: ReturnType<typeof series>
}): Promise<void> {
  const { broken, serverAway, troubles, draw } = of
  const components = [{ key: 'app', name: 'Application', description: null, critical: true }]
  const monitors = [httpMonitorForTest({ key: 'page', component: 'app', everyMs: EVERY_S * 1_000 })]
  await run((ctx) => applyConfig(ctx, { source: null, usesPractice: false, components, monitors }))
  const builtIn = { id: 0, offset: 0, away: serverAway, unreachable: serverAway, blind: [] }
  const agents: Watcher[] = [{ ...builtIn, waiting: [] }]
  for (const [n, { away, unreachable, blind }] of troubles.entries()) {
    const { id } = await run((ctx) => createAgent(ctx, { name: `agent ${n}` }))
    const cut = [...serverAway, ...unreachable, ...away]
    agents.push({ id, offset: 7 * (n + 1), away, blind, unreachable: cut, waiting: [] })
  }
  const found = agents.map((watcher) => checksOf(watcher, broken))
  const spool = randomUUID()
  const sent = new Map<number, number>()
  for (let t = 0; t < END_S; t++) {
    p.clock.set(START.add({ seconds: t }))
    for (const [i, watcher] of agents.entries()) {
      const one = found[i]!.get(t)
      if (one !== undefined) watcher.waiting.push(one)
      if (watcher.waiting.length === 0 || within(watcher.unreachable, t)) continue
      const results = watcher.waiting.splice(0, draw(1, 40))
      if (watcher.id === 0) await run((ctx) => recordResults(ctx, results))
      else {
        const first = (sent.get(watcher.id) ?? 0) + 1
        const word = { waiting: 0, dropped: 0, blind: false, skewMs: null, roundTripMs: null }
        const batch = { spool, first, results, ...word }
        const { taken } = await run((ctx) => takeBatch(ctx, { agentId: watcher.id, batch }))
        // Now and then the answer is lost, and the same is sent again.
        if (draw(0, 10) === 0) await run((ctx) => takeBatch(ctx, { agentId: watcher.id, batch }))
        sent.set(watcher.id, taken.seq)
      }
    }
  }
  const told = await intervals()
  expect(told.filter(([, , state]) => state === 'unmeasured')).toEqual([])
  const down = told.filter(([, , state]) => state === 'down')
  expect({ told: down.length, broken: broken.length }).toEqual({
    told: broken.length,
    broken: broken.length,
  })
  for (const [i, [start, end]] of broken.entries()) {
    const [from, to] = down[i]!
    const edges = { start, from, end, to }
    expect({ ...edges, late: from - start >= 0 && from - start <= EVERY_S }).toMatchObject({ late: true })
    expect({ ...edges, late: to - end >= 0 && to - end <= EVERY_S }).toMatchObject({ late: true })
  }
  const { rows } = await p.pool.query(
    'select coalesce(agent_id, 0)::int as agent, count(*)::int as n from check_result group by 1 order by 1',
  )
  expect(rows).toEqual(
    agents.map(({ id, waiting }, i) => ({ agent: id, n: found[i]!.size - waiting.length })),
  )
}

const run = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(p, MONITORING, work)

/** The confirmed intervals: seconds from, to, state. */
async function intervals(): Promise<[number, number, string][]> {
  const [component] = await run((ctx) => componentHistory(ctx, { from: START, to: ctx.now }))
  const s = (i: Temporal.Instant) => (i.epochMilliseconds - START.epochMilliseconds) / 1_000
  return component!.intervals.map((i) => [s(i.start), i.end === null ? END_S : s(i.end), i.state])
}
