import { inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { keepRaw } from '../service/src/monitoring/keep/keep-raw.ts'
import { applyConfig } from '../service/src/monitoring/record/apply-config.ts'
import { recordResults } from '../service/src/monitoring/record/record-results.ts'
import { MONITORING } from '../service/src/monitoring/record/recorder.ts'
import type { MonitorResult } from '../service/src/monitoring/record/results.ts'
import { readStatus } from '../service/src/status/serve/read.ts'
import { serviceSource } from '../service/src/status/serve/service-source.ts'
import { type Report, report } from './report.ts'
import { randomFrom } from './sites/random.ts'

const MONITORS = 100
const EVERY_MS = 30_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Temporal.Instant.from('2026-11-24T00:00:00Z')
const CHECKS = (MONITORS * DAY_MS) / EVERY_MS
const EARLY_HOURS = 6
const ALL = "'^(check_|latency_|transition$|observe|monitor$|audit_)'"
const PAGES = 20

/**
 * A day of 100 monitors every 30 s, recorded as the service records it, a batch for each round: latencies spread as those of
 * pages do, one monitor in a hundred is slow, and each is down for some minutes once. Everything that a check leaves is counted,
 * as what the database grew by from the sixth hour on (what is remembered of a monitor is rewritten, and does not grow):
 * raw rows, hours of latency, reasons, transitions, what agents remember and the audit chain, indexes included. It is vacuumed
 * every hour of that day, as a server's autovacuum does every minute.
 */
export async function run(): Promise<Report> {
  const p = await testPlatform({ now: START })
  try {
    const early = await recordDay(p)
    const raw = await bytesOf(p, "'^check_result_\\d{8}$'")
    const whole = ((await bytesOf(p, ALL)) - early) / (1 - EARLY_HOURS / 24)
    const scans = await scansOfPages(p)
    const perCheck = (bytes: number) => bytes / CHECKS
    const size = (what: string, bytes: number) => ({
      what,
      figure: `${perCheck(bytes).toFixed(1)} bytes`,
      against: '60 bytes',
      ratio: 60 / perCheck(bytes),
      wanted: 1,
    })
    const ninety = 90 * whole
    return report('storage', [
      size(`a check of ${CHECKS} on disk: its raw row, indexes included`, raw),
      size('everything that it leaves', whole),
      {
        what: `90 days of ${MONITORS} monitors every 30 s, from a day of them`,
        figure: `${(ninety / 1e9).toFixed(2)} GB`,
        against: '3 GB',
        ratio: 3e9 / ninety,
        wanted: 1,
      },
      {
        what: `scans of raw results while the status page is read ${PAGES} times`,
        figure: String(scans),
        against: '0',
        ratio: scans === 0 ? 1 : 0,
        wanted: 1,
      },
    ])
  } finally {
    await p.close()
  }
}

/** Records the day, and answers how large everything was after its first hours. */
async function recordDay(p: TestPlatform): Promise<number> {
  const monitors = Array.from({ length: MONITORS }, (_, i) => ({
    key: `page-${i}`,
    component: `part-${i % 5}`,
  }))
  const components = Array.from({ length: 5 }, (_, i) => ({
    key: `part-${i}`,
    name: `Part ${i}`,
    description: null,
    critical: true,
  }))
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, {
      source: null,
      usesPractice: false,
      components,
      monitors: monitors.map((monitor) => ({ ...monitor, everyMs: EVERY_MS }) as never),
    }),
  )
  await inTransaction(p, MONITORING, keepRaw)
  const random = randomFrom(3)
  let early = 0
  for (let atMs = START.epochMilliseconds; atMs < START.epochMilliseconds + DAY_MS; atMs += EVERY_MS) {
    p.clock.set(Temporal.Instant.fromEpochMilliseconds(atMs + EVERY_MS))
    const round = (atMs - START.epochMilliseconds) / EVERY_MS
    const results = monitors.map(({ component, key }, i): MonitorResult => {
      const down = round > 25 * i && round < 25 * i + 10
      return {
        component,
        monitor: key,
        atMs: atMs + i * 300,
        state: down ? 'down' : 'up',
        reason: down ? `answered ${500 + (i % 5)}, expected 200` : null,
        latencyMs: Math.round(40 * Math.exp(2 * random() ** 3) * (i % 100 === 0 ? 20 : 1)),
        statusCode: down ? 500 + (i % 5) : 200,
      }
    })
    await inTransaction(p, MONITORING, (ctx) => recordResults(ctx, results))
    if ((round + 1) % (HOUR_MS / EVERY_MS) === 0) await p.pool.query('vacuum')
    if (round + 1 === (EARLY_HOURS * HOUR_MS) / EVERY_MS) early = await bytesOf(p, ALL)
  }
  return early
}

async function bytesOf(p: TestPlatform, pattern: string): Promise<number> {
  const { rows } = await p.pool.query(
    `select sum(pg_total_relation_size(oid)) as bytes from pg_class where relkind = 'r' and relname ~ ${pattern}`,
  )
  return Number(rows[0].bytes)
}

/** How often PostgreSQL looked into a table of raw results, whole or by its index, while the page was made. */
async function scansOfPages(p: TestPlatform): Promise<number> {
  const scans = async () => {
    await p.pool.query('select pg_stat_force_next_flush()')
    const { rows } = await p.pool.query(
      `select sum(seq_scan + coalesce(idx_scan, 0)) as n from pg_stat_user_tables where relname ~ '^check_result'`,
    )
    return Number(rows[0].n)
  }
  const policies = defaultPolicies()
  const source = serviceSource(p, policies)
  const before = await scans()
  for (let i = 0; i < PAGES; i++) await source((reader) => readStatus(reader, policies))
  return (await scans()) - before
}
