import { type Actor, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyConfig } from '../../monitoring/record/apply-config.ts'
import { recordResults } from '../../monitoring/record/record-results.ts'
import { httpMonitorForTest } from '../../monitoring/testing/http-monitor.ts'
import { settleGap } from './settle-gap.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const at = (clock: string) => Temporal.Instant.from(`2026-11-23T${clock}Z`)

let p: TestPlatform
afterEach(() => p.close())

/** Payments are watched from 18:00 on, every 20 s, and nobody looks from 18:05 to 18:30. */
beforeEach(async () => {
  p = await testPlatform({ now: at('18:00:00') })
  const components = [{ key: 'payments', name: 'Dues and payments', description: null, critical: true }]
  const monitors = [httpMonitorForTest({ component: 'payments', everyMs: 20_000 })]
  const looked = [...Array(16).keys()]
    .map((n) => n * 20)
    .concat([...Array(10).keys()].map((n) => 1_800 + n * 20))
  const results = looked.map((s) => ({
    ...{ component: 'payments', monitor: 'page', atMs: at('18:00:00').epochMilliseconds + s * 1_000 },
    ...{ state: 'up' as const, reason: null, latencyMs: 12, statusCode: 200 },
  }))
  await inTransaction(p, ava, (ctx) =>
    applyConfig(ctx, { source: null, usesPractice: false, components, monitors }),
  )
  p.clock.set(at('18:40:00'))
  await inTransaction(p, ava, (ctx) => recordResults(ctx, results))
})

const settle = (start: string, end: string) =>
  inTransaction(p, ava, (ctx) =>
    settleGap(ctx, { start: at(start), end: at(end), settled: 'up', reason: 'The log shows answers.' }),
  )

test.each([
  ['18:05:00', '18:30:00'],
  ['18:10:00', '18:20:00'],
  ['17:00:00', '18:00:00'],
])('what nobody measured from %s to %s is settled', async (start, end) => {
  expect(await settle(start, end)).toEqual({ id: expect.any(String) })
})

test.each([
  ['18:04:00', '18:20:00', '18:04:00Z to 2026-11-23T18:05:00Z'],
  ['18:10:00', '18:31:00', '18:30:00Z to 2026-11-23T18:31:00Z'],
  ['17:00:00', '18:30:00', '18:00:00Z to 2026-11-23T18:05:00Z'],
  ['18:01:00', '18:02:00', '18:01:00Z to 2026-11-23T18:02:00Z'],
])('what was measured is refused whole, and which part that is: %s to %s', async (start, end, part) => {
  await expect(settle(start, end)).rejects.toMatchObject({
    ...{ code: 'not_a_gap', status: 409, message: expect.stringContaining(part) },
  })
  expect((await p.pool.query('select from gap_settlement')).rowCount).toBe(0)
})
