import { inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import type { MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { componentHistory } from './component-history.ts'
import { observedDowntime } from './observed-downtime.ts'
import { rememberMeasured } from './remember.ts'

const EVERY_MS = 60_000
const START = Temporal.Instant.from('2026-11-01T07:00:00Z')

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: START })
})
afterEach(() => p.close())

const apply = (keys: string[], critical = true) =>
  inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, {
      source: 'tractops.yaml',
      usesPractice: false,
      components: ['app', 'payments'].map((key) => ({ key, name: key, description: null, critical })),
      monitors: keys.map((key) =>
        httpMonitorForTest({ key, component: key.split('-')[0]!, everyMs: EVERY_MS }),
      ),
    }),
  )

/** A check of each monitor, and a second one that confirms what it found, some minutes after the last. */
async function check(found: Record<string, MonitorState>, afterMs = EVERY_MS): Promise<void> {
  p.clock.advance(afterMs)
  const results = Object.entries(found).flatMap(([monitor, state]) =>
    [0, 1_000].map((ms) => ({
      component: monitor.split('-')[0]!,
      monitor,
      atMs: p.clock.now().epochMilliseconds - 1_000 + ms,
      state,
      reason: state === 'up' ? null : 'answered 503, expected 200',
      latencyMs: 9,
      statusCode: null,
    })),
  )
  await inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
}

test('what is remembered is what the database says, whatever has changed since it was last asked', async () => {
  const remembering = rememberMeasured()
  const both = (hours: number) =>
    inTransaction(p, MONITORING, async (ctx) => {
      const window = { from: ctx.now.subtract({ hours }), to: ctx.now }
      const read = async () => ({
        history: await componentHistory(ctx, window),
        seen: await observedDowntime(ctx, window),
      })
      const anew = await read()
      remembering(ctx)
      expect(await read()).toEqual(anew)
      return anew
    })
  const all = ['app-1', 'app-2', 'payments-1']
  await apply(all)
  await both(24)
  await check({ 'app-1': 'up', 'app-2': 'up', 'payments-1': 'up' })
  await both(24)
  await check({ 'app-1': 'up', 'app-2': 'down', 'payments-1': 'up' })
  expect((await both(24)).seen.down).toHaveLength(1)
  // Silent for longer than two intervals, and heard of again.
  await check({ 'app-1': 'up', 'app-2': 'down' }, 3 * EVERY_MS)
  expect((await both(24)).history.map(({ state }) => state)).toEqual(['down', 'unmeasured'])
  await check({ 'app-1': 'up', 'app-2': 'up', 'payments-1': 'up' })
  expect((await both(24)).history.map(({ state }) => state)).toEqual(['up', 'up'])
  await apply(['app-1', 'payments-1'])
  await both(48)
  await apply(all, false)
  await both(24)
  await check({ 'app-1': 'down', 'app-2': 'down', 'payments-1': 'up' })
  expect((await both(24)).history[0]!.state).toBe('degraded')
  // What late results take the place of is superseded.
  await p.db.execute(
    sql`update transition set superseded_at = ${p.clock.now().toString()} where state = 'degraded' or state = 'down'`,
  )
  expect((await both(24)).history[0]!.state).not.toBe('degraded')
  p.clock.advance(120 * 86_400_000)
  await both(24)
})
