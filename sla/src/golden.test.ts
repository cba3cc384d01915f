import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, stretch } from '../test/cast.ts'
import { runSla } from '../test/run-sla.ts'
import { add, hours, uptime } from './index.ts'

test.each([
  ['Mon 2026-11-23 15:00', 4, '2026-11-23T15:00:00-08:00', '2026-11-24T18:00:00Z'],
  ['Mon 14:00', 4, '2026-11-23T14:00:00-08:00', '2026-11-24T02:00:00Z'],
  ['Fri 11-20 17:59:59', 4, '2026-11-20T17:59:59-08:00', '2026-11-23T20:59:59Z'],
  ['Fri 18:00', 4, '2026-11-20T18:00:00-08:00', '2026-11-23T21:00:00Z'],
  ['Fri 10-30 17:00, over the end of summer time', 4, '2026-10-30T17:00:00-07:00', '2026-11-02T20:00:00Z'],
  ['Fri 2027-03-12 17:00, over its beginning', 4, '2027-03-12T17:00:00-08:00', '2027-03-15T19:00:00Z'],
  ['Fri 17:00', 24, '2026-11-20T17:00:00-08:00', '2026-11-25T22:00:00Z'],
])('%s + %i business hours', (_, count, from, at) => {
  expect(add({ from, ms: count * HOUR })).toEqual({ at })
  expect(hours({ from, to: at })).toEqual({ ms: count * HOUR })
})

test('60 of 43 200 minutes down is 99.8611 %', () => {
  const period = { start: '2026-11-01T00:00:00Z', end: '2026-12-01T00:00:00Z' }
  expect(uptime({ period, down: [stretch('2026-11-10T20:00:00Z', HOUR)] })).toMatchObject({
    periodMs: 43_200 * MINUTE,
    uptime: '99.8611',
    creditPercent: 0,
  })
})

test('85 800 of 86 400 s up is 99.3055 %, and not 99.53 %', () => {
  const period = { start: '2026-11-10T00:00:00Z', end: '2026-11-11T00:00:00Z' }
  expect(uptime({ period, down: [stretch('2026-11-10T20:00:00Z', 600 * SECOND)] })).toMatchObject({
    periodMs: DAY,
    uptime: '99.3055',
    creditPercent: 5,
  })
})

test('99.5 % of March by UTC allows 3 h 43 min 12 s, and not 2 h 11 min', () => {
  const period = { start: '2026-03-01T00:00:00Z', end: '2026-04-01T00:00:00Z' }
  const edge = 3 * HOUR + 43 * MINUTE + 12 * SECOND
  const down = (ms: number) => uptime({ period, down: [stretch('2026-03-10T20:00:00Z', ms)] })
  expect(down(edge)).toMatchObject({ uptime: '99.5000', creditPercent: 0 })
  expect(down(edge + 1)).toMatchObject({ uptime: '99.4999', creditPercent: 5 })
  expect(down(2 * HOUR + 12 * MINUTE).creditPercent).toBe(0)
})

test('the process answers the golden cases line by line', async () => {
  const due = [
    ['P2', '2026-11-20T17:59:59-08:00', '2026-11-23T20:59:59Z'],
    ['P3', '2026-11-20T17:00:00-08:00', '2026-11-24T01:00:00Z'],
    ['P1', '2026-11-01T01:30:00-07:00', '2026-11-01T09:30:00Z'],
  ]
  const lines = due.map(([severity, receivedAt]) => JSON.stringify({ severity, receivedAt })).join('\n')
  const { status, stdout } = await runSla(['due', '--jsonl', '-'], lines)
  expect(status).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).dueAt),
  ).toEqual(due.map(([, , at]) => at))
})

test('the process finds 99.5 of November exact', async () => {
  const input = { period: { month: '2026-11' }, down: [stretch('2026-11-10T20:00:00Z', 216.3 * MINUTE)] }
  const { status, stdout } = await runSla(['uptime', '-'], JSON.stringify(input))
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    periodMs: 43_260 * MINUTE,
    measuredMs: 43_260 * MINUTE,
    downMs: 216.3 * MINUTE,
    excludedDownMs: 0,
    countedDownMs: 216.3 * MINUTE,
    unsettledMs: 0,
    uptime: '99.5000',
    creditPercent: 0,
    exclusions: [],
  })
})
