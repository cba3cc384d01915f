import { type Ctx, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { componentHistory } from '../read/component-history.ts'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import type { MonitorResult } from '../record/results.ts'
import { newMemory, takeResult } from '../record/take-result.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { createAgent } from './serve/create-agent.ts'

const START = Temporal.Instant.from('2026-11-10T10:00:00Z')
const EVERY_S = 20
const END_S = 400
const RUNS = 8

let p: TestPlatform
const ids = [0]
const keys = Array.from({ length: 2 * RUNS }, (_, i) => `c${i}`)
const run = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(p, MONITORING, work)

beforeAll(async () => {
  p = await testPlatform({ now: START })
  const components = keys.map((key) => ({ key, name: key, description: null, critical: true }))
  const monitors = keys.map((key) => httpMonitorForTest({ key, component: key, everyMs: EVERY_S * 1_000 }))
  await run((ctx) => applyConfig(ctx, { source: null, usesPractice: false, components, monitors }))
  for (const name of ['near', 'far']) ids.push((await run((ctx) => createAgent(ctx, { name }))).id)
})
afterAll(() => p.close())

type Span = [number, number]
const within = (spans: readonly Span[], t: number) => spans.some(([from, to]) => from <= t && t < to)

/** Stretches of the time, `long` seconds each and as many apart. */
const spansOf = (long: { min: number; max: number }) =>
  fc.array(fc.tuple(fc.integer(long), fc.integer(long)), { maxLength: 4 }).map((list) => {
    let t = 0
    return list.flatMap(([apart, length]): Span[] => {
      const span: Span = [t + apart, t + apart + length]
      t = span[1]
      return t < END_S - 50 ? [span] : []
    })
  })

/** What an agent finds of a target that is broken now and then; what fails is looked at again after a second. */
function checksOf(offset: number, broken: readonly Span[]): { t: number; state: 'up' | 'down' }[] {
  const checks: ReturnType<typeof checksOf> = []
  let memory = newMemory()
  const look = (t: number) => {
    const state = within(broken, t) ? 'down' : 'up'
    checks.push({ t, state })
    const atMs = START.epochMilliseconds + t * 1_000
    const taken = takeResult(memory, { atMs, state, reason: null }, EVERY_S * 1_000)!
    memory = taken.memory
    if (taken.recheck) look(t + 1)
  }
  for (let t = offset; t < END_S; t += EVERY_S) look(t)
  return checks
}

/** Lets three agents watch a component, each delivering when it is not cut off; answers what is told at the end. */
async function watch(key: string, broken: readonly Span[], cuts: readonly Span[][]): Promise<Told[]> {
  const agents = ids.map((id, i) => ({ id, cut: cuts[i]!, checks: checksOf(7 * i, broken) }))
  for (let t = 0; t < END_S; t++) {
    p.clock.set(START.add({ seconds: t }))
    for (const { id, cut, checks } of agents) {
      const ready = within(cut, t) ? -1 : checks.findLastIndex((check) => check.t <= t)
      const results = checks.splice(0, ready + 1).map(({ t, state }): MonitorResult => {
        const atMs = START.epochMilliseconds + t * 1_000
        const reason = state === 'up' ? null : 'answered 503, expected 200'
        return { component: key, monitor: key, atMs, state, reason, latencyMs: 5, statusCode: 200 }
      })
      if (results.length > 0) await run((ctx) => recordResults(ctx, results, id))
    }
  }
  const history = await run((ctx) => componentHistory(ctx, { from: START, to: ctx.now }))
  return history
    .find((one) => one.key === key)!
    .intervals.map(({ state, start }) => ({ state, s: start.since(START).total('seconds') }))
}
type Told = { state: string; s: number }

test('whoever is cut off when, at the end it is told as if all had been on time, to within an interval', async () => {
  const fresh = keys.values()
  const cut = spansOf({ min: 3, max: 120 })
  await fc.assert(
    fc.asyncProperty(spansOf({ min: 50, max: 120 }), cut, cut, cut, async (broken, ...cuts) => {
      const onTime = await watch(fresh.next().value!, broken, [[], [], []])
      const late = await watch(fresh.next().value!, broken, cuts)
      expect(late.map(({ state }) => state)).toEqual(onTime.map(({ state }) => state))
      const off = late.map(({ s }, i) => Math.abs(s - onTime[i]!.s))
      expect({ late, onTime, far: off.filter((by) => by > EVERY_S) }).toEqual({ late, onTime, far: [] })
    }),
    { numRuns: RUNS, endOnFailure: true, seed: 2026 },
  )
}, 120_000)
