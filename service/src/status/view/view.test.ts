import { describe, expect, test } from 'vitest'
import { HOUR, historyOf, MINUTE, policy, scene, scenes, type Watched } from '../testing/scenes.ts'
import { daysOf, lastDates, runsOf } from './days.ts'
import { statusView } from './view.ts'

const at = (text: string) => Temporal.Instant.from(text)
const payments: Watched = { key: 'payments', name: 'Payments', critical: true }
const since = '2026-01-01T00:00:00Z'

describe('days', () => {
  const days = (watched: Watched, now: string, count: number) =>
    daysOf(
      historyOf(watched, since, now).intervals,
      lastDates(at(now), policy.zone, count),
      at(now),
      policy.zone,
    )

  test('the day on which clocks go back has 25 hours, and the day on which they go forward 23', () => {
    expect(days(payments, '2026-11-03T20:00:00Z', 3).map((d) => [d.date, d.lengthMs / HOUR])).toEqual([
      ['2026-11-01', 25],
      ['2026-11-02', 24],
      ['2026-11-03', 12],
    ])
    expect(days(payments, '2026-03-10T20:00:00Z', 3).map((d) => d.lengthMs / HOUR)).toEqual([23, 24, 13])
  })

  test('today is only as long as it has lasted, and is up all day so far', () => {
    const [today] = days(payments, '2026-11-23T14:03:20Z', 1)
    expect(today).toMatchObject({ date: '2026-11-23', state: 'up', lengthMs: 6 * HOUR + 3 * MINUTE + 20_000 })
    expect(today!.upMs).toBe(today!.lengthMs)
  })

  test('an outage over midnight is split between its two days, to the millisecond', () => {
    const troubles = [{ at: '2026-11-19T07:48:20.5Z', forMs: 26 * MINUTE, state: 'down' as const }]
    const [before, after] = days({ ...payments, troubles }, '2026-11-20T07:00:00Z', 2)
    expect([before!.date, before!.downMs]).toEqual(['2026-11-18', 11 * MINUTE + 39_500])
    expect([after!.date, after!.downMs]).toEqual(['2026-11-19', 14 * MINUTE + 20_500])
  })

  test('days before the first check are unmeasured, and the day of the first check is partly measured', () => {
    const states = statusView(scenes.fresh!).components[0]!.days.map((d) => d.state)
    expect(states).toHaveLength(90)
    expect(states.slice(0, 89).every((state) => state === 'unmeasured')).toBe(true)
    expect(states[89]).toBe('partly')
  })

  test('a day is told by its worst state, and plain days beside each other are told together', () => {
    const troubles = [
      { at: '2026-11-20T18:00:00Z', forMs: HOUR, state: 'degraded' as const },
      { at: '2026-11-20T20:00:00Z', forMs: MINUTE, state: 'down' as const },
    ]
    const shown = days({ ...payments, troubles }, '2026-11-23T14:00:00Z', 10)
    expect(shown.find((d) => d.date === '2026-11-20')).toMatchObject({
      state: 'down',
      degradedMs: HOUR,
      downMs: MINUTE,
    })
    expect(runsOf(shown).map((run) => [run.first.date, run.last.date, run.count])).toEqual([
      ['2026-11-14', '2026-11-19', 6],
      ['2026-11-20', '2026-11-20', 1],
      ['2026-11-21', '2026-11-23', 3],
    ])
  })
})

describe('the month', () => {
  const month = (forMs: number, now = '2026-12-01T08:00:00Z') => {
    const input = scene(
      [{ ...payments, troubles: [{ at: '2026-11-05T11:00:00Z', forMs, state: 'down' }] }],
      since,
      '2026-12-01T07:59:59.999Z',
    )
    return statusView({ ...input, now: at(now) }).month
  }

  test('one millisecond of downtime over the error budget never reads 99.5 and is missed (row 8)', () => {
    const full = month(12_977_999)
    expect([full.uptime, full.met, full.creditPercent]).toEqual(['99.5000', true, 0])
    const over = month(12_978_001)
    expect([over.uptime, over.met, over.creditPercent]).toEqual(['99.4999', false, 5])
    expect(over.budget).toEqual({ allowedMs: 12_978_000, usedMs: 12_978_001, leftMs: -1 })
  })

  test('November 2026 has 43 260 minutes in Pacific time (row 1)', () => {
    expect(month(HOUR).periodMs).toBe(43_260 * MINUTE)
    expect(month(HOUR).period.start.toString()).toBe('2026-11-01T07:00:00Z')
  })

  test('a service that was just started says since when it measures, and claims no more than that', () => {
    const fresh = statusView(scenes.fresh!).month
    expect(fresh.uptime).toBe('100.0000')
    expect(fresh.measuredMs).toBe(22 * MINUTE + 20_000)
    expect(fresh.measuredSince?.toString()).toBe('2026-11-23T13:41:00Z')
    expect([fresh.settled, fresh.laterGaps]).toEqual([false, 0])
    expect(fresh.measuredMs + fresh.unmeasuredMs).toBe(fresh.elapsedMs)
  })

  test('a month of which nothing was measured has no figure and is neither kept nor missed', () => {
    expect(statusView(scenes.nothing!).month).toMatchObject({
      uptime: null,
      met: null,
      measuredSince: null,
      measuredMs: 0,
    })
  })

  test('the parts drawn stay inside the month, and an outage of a minute is wide enough to see', () => {
    const { shares } = month(MINUTE)
    expect(shares.every(({ from, to }) => from >= 0 && to <= 1 && from < to)).toBe(true)
    const down = shares.find(({ state }) => state === 'down')!
    expect(down.to - down.from).toBeCloseTo(1 / 400, 9)
  })
})

describe('interruptions', () => {
  const standings = (watched: Watched[], now: string) =>
    statusView(scene(watched, since, now)).interruptions.map((i) => [i.component, i.lengthMs, i.standing])
  const down = (start: string, forMs: number | null) => ({ at: start, forMs, state: 'down' as const })

  test('an outage of 60 s counts, one a millisecond shorter counts nowhere (row 3)', () => {
    const now = '2026-11-23T14:00:00Z'
    expect(standings([{ ...payments, troubles: [down('2026-11-20T00:00:00Z', 60_000)] }], now)).toEqual([
      ['Payments', 60_000, 'counts'],
    ])
    expect(standings([{ ...payments, troubles: [down('2026-11-20T00:00:00Z', 59_999)] }], now)).toEqual([
      ['Payments', 59_999, 'short'],
    ])
  })

  test('two short outages that touch are one outage, and both count (rows 3 and 5)', () => {
    const signIn: Watched = {
      key: 'sign-in',
      name: 'Sign-in',
      critical: true,
      troubles: [down('2026-11-20T00:00:40Z', 40_000)],
    }
    const both = [{ ...payments, troubles: [down('2026-11-20T00:00:00Z', 40_000)] }, signIn]
    expect(standings(both, '2026-11-23T14:00:00Z').map(([, , standing]) => standing)).toEqual([
      'counts',
      'counts',
    ])
  })

  test('an outage that has lasted for less than 60 s so far does not count yet', () => {
    const troubles = [down('2026-11-23T13:59:30Z', null)]
    expect(standings([{ ...payments, troubles }], '2026-11-23T14:00:00Z')).toEqual([
      ['Payments', 30_000, 'not_yet'],
    ])
    expect(standings([{ ...payments, troubles }], '2026-11-23T14:00:30Z')).toEqual([
      ['Payments', 60_000, 'counts'],
    ])
  })

  test('a failing component that is not critical, and a slow one that is, are told and do not count (row 2)', () => {
    const slow = { at: '2026-11-20T00:00:00Z', forMs: HOUR, state: 'degraded' as const }
    const voting: Watched = { key: 'voting', name: 'Voting', critical: false, troubles: [slow] }
    expect(
      standings([{ ...payments, troubles: [slow] }, voting], '2026-11-23T14:00:00Z').map(
        ([, , standing]) => standing,
      ),
    ).toEqual(['degraded', 'not_critical'])
  })

  test('what lasts comes first, then the latest; what ended 14 days ago is no longer told', () => {
    const troubles = [
      down('2026-11-09T13:00:00Z', HOUR),
      down('2026-11-12T00:00:00Z', HOUR),
      down('2026-11-23T13:00:00Z', null),
    ]
    const view = statusView(scene([{ ...payments, troubles }], since, '2026-11-23T14:00:00Z'))
    expect(view.interruptions.map((i) => [i.start.toString(), i.end === null])).toEqual([
      ['2026-11-23T13:00:00Z', true],
      ['2026-11-12T00:00:00Z', false],
    ])
  })
})

test('a component that was down for some of its measured days says so without being rounded up', () => {
  const [component] = statusView(scenes.season!).components
  expect(component!.upPercent).toBe('99.9911')
})
