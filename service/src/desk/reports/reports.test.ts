import { type Actor, createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { ticketAsRow } from '../testing/tickets-as-rows.ts'
import { figuresOf, percentile } from './figures.ts'
import { monthAttainment } from './month-attainment.ts'
import { reportRoutes } from './routes.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const policies = defaultPolicies()
const at = (text: string) => Temporal.Instant.from(text)
let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let key: string

beforeAll(async () => {
  p = await testPlatform({ now: at('2026-11-25T18:00:00Z') })
  app = createHttpApp(p)
  app.route('/', reportRoutes(p, { policies }))
  key = (await inTransaction(p, ava, (ctx) => createKey(ctx, { name: 'Ava', role: 'viewer' }))).key
  await p.pool.query(
    `insert into person (id, name, email, email_verified, role, two_factor_enabled, created_at, updated_at)
     values ('ben', '=Ben "B"', 'ben@tractops.com', true, 'agent', true, $1, $1)`,
    ['2026-01-01'],
  )
  await p.pool.query(`insert into desk_team values ('team_1', 'Billing', '2026-01-01', '{}')`)
  const put = (set: Parameters<typeof ticketAsRow>[2]) => ticketAsRow(p.db, at('2026-11-20T18:00:00Z'), set)
  const met = { responseState: 'met', responderId: 'ben' } as const
  // Friday 10:00 to Monday 10:00 Pacific is nine business hours.
  await put({ ...met, severity: 'P3', respondedAt: at('2026-11-23T18:00:00Z'), teamId: 'team_1' })
  await put({ ...met, severity: 'P3', respondedAt: at('2026-11-20T19:00:00Z') })
  await put({ ...met, severity: 'P1', respondedAt: at('2026-11-20T18:30:00Z') })
  await put({ severity: 'P2', responseState: 'breached', breachedAt: at('2026-11-20T22:00:00Z') })
  await put({ severity: 'P2', assigneeId: 'gone' })
  await put({ ...met, severity: 'P3', mergedInto: 'tkt_x', respondedAt: at('2026-11-20T19:00:00Z') })
  // One second before midnight of 1 November, Pacific: October.
  const october = at('2026-11-01T06:59:59Z')
  await put({ ...met, severity: 'P4', receivedAt: october, respondedAt: at('2026-11-02T18:00:00Z') })
})
afterAll(() => p.close())

const ask = async (path: string) => {
  const answer = await app.request(`/api/v1/reports/${path}`, { headers: { authorization: `Bearer ${key}` } })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}
const HOUR = 3_600_000

describe('the report on first responses', () => {
  test('tells of the month so far, each severity in the hours that it is counted in', async () => {
    const report = JSON.parse((await ask('response')).text)
    expect(report).toMatchObject({ from: '2026-11-01', to: '2026-11-25', zone: 'America/Los_Angeles' })
    expect(report.all).toMatchObject({ met: 3, breached: 1, waiting: 1, percent: '75.0000' })
    const [p1, p2, p3, p4] = report.all.bySeverity
    expect(p1).toMatchObject({ counted: 'elapsed', met: 1, medianMs: HOUR / 2, worstMs: HOUR / 2 })
    expect(p2).toMatchObject({ met: 0, breached: 1, waiting: 1, percent: '0.0000', medianMs: null })
    expect(p3).toMatchObject({
      counted: 'business',
      met: 2,
      medianMs: HOUR,
      p90Ms: 9 * HOUR,
      worstMs: 9 * HOUR,
    })
    expect(p4).toMatchObject({ met: 0, percent: null })
    expect(report.months.map(({ month }: { month: string }) => month)).toEqual(['2026-11'])
  })

  test('tells of any range by month, team and person; a month is Pacific', async () => {
    const report = JSON.parse((await ask('response?from=2026-10-01&to=2026-11-30')).text)
    expect(report.months).toMatchObject([
      { month: '2026-10', met: 1, breached: 0 },
      { month: '2026-11', met: 3, breached: 1 },
    ])
    expect(report.teams).toMatchObject([{ id: 'team_1', name: 'Billing', met: 1 }])
    expect(report.people).toMatchObject([
      { id: 'ben', name: '=Ben "B"', met: 4 },
      { id: 'gone', name: null, waiting: 1 },
    ])
    const october = JSON.parse((await ask('response?from=2026-10-31&to=2026-10-31')).text)
    expect(october.all).toMatchObject({ met: 1, breached: 0 })
  })

  test('is a table that no spreadsheet takes for a formula', async () => {
    const { text, headers } = await ask('response.csv?from=2026-10-01&to=2026-11-30')
    expect(headers.get('content-disposition')).toContain('first-responses-2026-10-01-to-2026-11-30.csv')
    const lines = text.split('\r\n')
    expect(lines[0]).toMatch(/^by,id,name,severity/)
    expect(lines).toContain('month,2026-11,,P3,business,2,0,0,100.0000,60,540,540')
    expect(text).toContain(`person,ben,"'=Ben ""B""",all,,4,0,0,100.0000,,,`)
  })

  test('refuses a range that is none, with where it is wrong', async () => {
    for (const [query, code] of [
      ['from=2026-11-02&to=2026-11-01', 'dates_reversed'],
      ['from=2020-01-01&to=2026-01-01', 'range_too_long'],
      ['from=2026-02-30', 'date_invalid'],
    ])
      expect(JSON.parse((await ask(`response?${query}`)).text)).toMatchObject({ status: 400, code })
  })
})

test('the month’s attainment is what the report says of it', async () => {
  const found = await inTransaction(p, ava, (ctx) => monthAttainment(ctx, { policies }, '2026-11'))
  expect(found).toMatchObject({ met: 3, breached: 1, waiting: 1, percent: '75.0000' })
  expect(found.bySeverity[1]).toEqual({ severity: 'P2', met: 0, breached: 1, waiting: 1, percent: '0.0000' })
})

test('a percentile is one of the lengths, and nothing of none', () => {
  expect(percentile([], 50)).toBe(null)
  expect(percentile([7], 90)).toBe(7)
  expect(percentile([1, 2, 3, 4], 50)).toBe(2)
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90)).toBe(9)
  expect(figuresOf(policies, []).percent).toBe(null)
})
