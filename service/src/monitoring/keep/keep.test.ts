import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, migrate } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import type { MonitorState } from '@tractops/sla'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bucketOf } from '../latency/histogram.ts'
import { rollUpLatencies } from '../latency/roll-up.ts'
import { applyConfig } from '../record/apply-config.ts'
import { recordResults } from '../record/record-results.ts'
import { MONITORING } from '../record/recorder.ts'
import type { MonitorResult } from '../record/results.ts'
import { httpMonitorForTest } from '../testing/http-monitor.ts'
import { dayOf, dayOfPartition, decideDays, isKept, partitionOf } from './days.ts'
import { keepRaw } from './keep-raw.ts'
import { startKeeping } from './start-keeping.ts'

const NOW = Temporal.Instant.from('2026-11-25T10:00:00Z')
const DAY = 24 * 3_600_000
const migrations = join(import.meta.dirname, '../../../migrations')

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: NOW })
})
afterEach(() => p.close())

const days = fc.integer({ min: -20_000, max: 60_000 })

describe('which days are kept', () => {
  test('today and three days to come have a partition, and one goes when its last result is 90 days old', () => {
    const at = Temporal.Instant.from('2026-11-25T00:00:00Z')
    const today = dayOf(at.epochMilliseconds)
    const { make, drop } = decideDays(at, [today, today - 90, today - 91, today - 400])
    expect(make.map(partitionOf)).toEqual([
      'check_result_20261126',
      'check_result_20261127',
      'check_result_20261128',
    ])
    expect(drop).toEqual([today - 400, today - 91])
  })

  test('what is accepted has a day that is not dropped, and once dropped is not accepted again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: -2e10, max: 2e10 }),
        (nowMs, offset) => {
          const now = Temporal.Instant.fromEpochMilliseconds(nowMs)
          const { drop } = decideDays(now, [dayOf(nowMs + offset)])
          if (isKept(nowMs + offset, now)) expect(drop).toEqual([])
          if (offset <= 0 && offset > -90 * DAY) expect(isKept(nowMs + offset, now)).toBe(true)
        },
      ),
    )
  })

  test('the name of a partition says its day, and nothing else is taken for one', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOfPartition(partitionOf(day))).toBe(day)
      }),
    )
    for (const name of ['check_result_20261301', 'check_result_old', 'check_result_2026', 'monitor'])
      expect(dayOfPartition(name)).toBeNull()
  })
})

async function watched(): Promise<void> {
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, {
      source: 'tractops.yaml',
      usesPractice: false,
      components: [{ key: 'app', name: 'Application', description: null, critical: true }],
      monitors: [httpMonitorForTest({ key: 'home', everyMs: 30_000 })],
    }),
  )
}

const result = (atMs: number, latencyMs = 12, state: MonitorState = 'up'): MonitorResult => ({
  component: 'app',
  monitor: 'home',
  atMs,
  state,
  reason: state === 'up' ? null : 'the connection was refused',
  latencyMs,
  statusCode: null,
})
const record = (...results: MonitorResult[]) =>
  inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
const rows = async (text: string) => (await p.db.execute(sql.raw(text))).rows
const tables = async () =>
  (await rows(`select relname as name from pg_class where relname ~ '^check_result_2.{7}$' order by 1`)).map(
    (r) => r.name,
  )
const daysAgo = (n: number) => NOW.epochMilliseconds - n * DAY

describe('a result finds its place', () => {
  beforeEach(watched)

  test('80 days late, today and dated tomorrow, where no partition was made before', async () => {
    expect(await tables()).toEqual([])
    await record(result(daysAgo(80)), result(daysAgo(0)), result(daysAgo(-1)))
    expect(await tables()).toEqual([
      'check_result_20260906',
      'check_result_20261125',
      'check_result_20261126',
    ])
    expect(await rows(`select tableoid::regclass::text as t from check_result order by at`)).toEqual(
      (await tables()).map((t) => ({ t })),
    )
  })

  test('also from several processes at once', async () => {
    const one = (n: number) =>
      inTransaction(p, MONITORING, (ctx) => keepRaw({ ...ctx, now: ctx.now.add({ hours: n * 24 }) }))
    await Promise.all([one(0), one(0), one(1), one(2)])
    expect(await tables()).toHaveLength(6)
  })

  test.each([
    ['91 days old', daysAgo(91)],
    ['from 1970', 0],
    ['three days ahead', daysAgo(-3)],
    ['from the year 9999', Date.parse('9999-12-31T00:00:00Z')],
  ])('but one %s is measured and leaves no raw row', async (_, atMs) => {
    expect(await record(result(atMs))).toMatchObject([{ state: 'up' }])
    expect(await tables()).toEqual([])
    expect(await rows('select 1 from latency_hour')).toEqual([])
  })

  test.each([1e18, Number.NaN, Number.POSITIVE_INFINITY])(
    'and one of no instant, %d, is passed over',
    async (atMs) => {
      expect(await record(result(atMs), result(daysAgo(0)))).toHaveLength(1)
    },
  )

  test('with an absurd latency as the nearest that can be kept', async () => {
    const absurd = [Number.POSITIVE_INFINITY, 1e12, -5, Number.NaN, 1.5]
    await record(...absurd.map((ms, i) => result(daysAgo(0) + i, ms)))
    expect(await rows('select latency_ms from check_result order by at')).toEqual(
      [2_147_483_647, 2_147_483_647, 0, 0, 2].map((latency_ms) => ({ latency_ms })),
    )
  })
})

describe('what is past its 90 days', () => {
  beforeEach(watched)

  test('goes whole, told once in the audit chain, and what is left stays', async () => {
    await record(result(daysAgo(89)), result(daysAgo(88)), result(daysAgo(0)))
    p.clock.set(NOW.add({ hours: 24 * 2 }))
    expect(await inTransaction(p, MONITORING, keepRaw)).toEqual({ made: 4, dropped: 1 })
    expect(await inTransaction(p, MONITORING, keepRaw)).toEqual({ made: 0, dropped: 0 })
    expect(await rows('select count(*)::int as n from check_result')).toEqual([{ n: 2 }])
    expect(
      await rows(`select detail from audit_entry where action = 'monitoring.raw_results_dropped'`),
    ).toEqual([{ detail: { days: ['2026-08-28'], bytes: expect.any(Number) } }])
  })

  test('waits for a long reader no longer than 2 s, and results go on meanwhile', async () => {
    await record(result(daysAgo(89)))
    p.clock.set(NOW.add({ hours: 24 * 2 }))
    const reader = await p.pool.connect()
    await reader.query('begin')
    await reader.query('select * from check_result')
    await expect(inTransaction(p, MONITORING, keepRaw)).rejects.toMatchObject({ cause: { code: '55P03' } })
    await record(result(daysAgo(-2)))
    await reader.query('commit')
    reader.release()
    expect(await inTransaction(p, MONITORING, keepRaw)).toMatchObject({ dropped: 1 })
  })

  test('is taken away by the queue, together with its hours of latency, which become a day', async () => {
    await record(...[3, 5, 900].map((ms, i) => result(daysAgo(89) + i * 3_600_000, ms)))
    await record(result(daysAgo(89) + 4 * 3_600_000, 5_000, 'down'))
    p.clock.set(NOW.add({ hours: 24 * 2 }))
    await p.queue.start()
    await startKeeping(p)
    while ((await rows('select 1 from latency_day')).length === 0) await new Promise((r) => setTimeout(r, 50))
    expect(await tables()).not.toContain('check_result_20260828')
    expect(await rows('select failed, answered from latency_day')).toEqual([{ failed: 1, answered: 3 }])
    expect(await rows('select 1 from latency_hour')).toEqual([])
  })

  test('a day that was taken while the clock was ahead takes what still comes for it', async () => {
    await record(result(daysAgo(89), 3))
    p.clock.set(NOW.add({ hours: 24 * 2 }))
    const roll = () => inTransaction(p, MONITORING, rollUpLatencies)
    expect([await roll(), await roll()]).toEqual([1, 0])
    p.clock.set(NOW)
    await record(result(daysAgo(89) + 1_000, 700))
    p.clock.set(NOW.add({ hours: 24 * 2 }))
    expect([await roll(), await roll()]).toEqual([1, 0])
    expect(await rows('select answered from latency_day')).toEqual([{ answered: 2 }])
  })
})

test('raw results of a database from before the partitions are moved into them, and get their latencies', async () => {
  const old = mkdtempSync(join(tmpdir(), 'tractops-migrations-'))
  cpSync(migrations, old, { recursive: true })
  const journal = join(old, 'meta/_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 2) }))
  await p.pool.query('drop schema public cascade; create schema public')
  await migrate(p.pool, old)
  rmSync(old, { recursive: true })
  await p.pool.query(`
    insert into component (key, name, position) values ('app', 'Application', 0);
    insert into monitor (key, component_id, every_ms, track) values ('home', 1, 30000, '{}');
    insert into check_result (at, monitor_id, latency_ms, state)
      select '2026-11-23T23:59:00Z'::timestamptz + n * interval '30 s', 1, n * 40, case when n = 3 then 2 else 0 end
      from generate_series(0, 5) n`)
  await migrate(p.pool, migrations)
  expect(await tables()).toEqual(['check_result_20261123', 'check_result_20261124'])
  expect(await rows('select count(*)::int as n, sum(latency_ms)::int as ms from check_result')).toEqual([
    { n: 6, ms: 600 },
  ])
  const hours = (await rows('select failed, answered from latency_hour order by hour')) as {
    answered: Buffer
  }[]
  expect(hours.map(({ answered, ...rest }) => ({ ...rest, answered: [...answered] }))).toEqual([
    { failed: 0, answered: [0, 40].map(bucketOf) },
    { failed: 1, answered: [80, 160, 200].map(bucketOf) },
  ])
})
