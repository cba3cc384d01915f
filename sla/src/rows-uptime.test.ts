import { describe, expect, test } from 'vitest'
import { at, carla, DAY, dev, HOUR, MINUTE, SECOND, stretch } from '../test/cast.ts'
import { altered, alteredData, published } from '../test/policies.ts'
import {
  calendarMonth,
  countsAs,
  creditPercent,
  intervalsOf,
  measure,
  month,
  newTrack,
  observe,
  readPolicy,
  stateAt,
  uptime,
} from './index.ts'

const NOVEMBER_MS = 43_260 * MINUTE
const NOVEMBER = { start: '2026-11-01T07:00:00Z', end: '2026-12-01T08:00:00Z' }
const november = (down: { start: string; end: string; cause?: string }[], more: object = {}) =>
  uptime({ period: { month: '2026-11' }, down, ...more })

describe('"monthly" is a calendar month of Los Angeles in elapsed time (row 1)', () => {
  test('November 2026 has 43 260 minutes and March 2027 has 44 580', () => {
    expect(november([]).periodMs).toBe(43_260 * MINUTE)
    expect(uptime({ period: { month: '2027-03' }, down: [] }).periodMs).toBe(44_580 * MINUTE)
  })

  test('the zone of the policy sets the month: in UTC November 2026 has 43 200 minutes', () => {
    const utc = altered('zone', 'UTC')
    expect(uptime({ period: { month: '2026-11' }, down: [] }, [utc]).periodMs).toBe(43_200 * MINUTE)
  })
})

describe('only a critical component can be down (row 2)', () => {
  test('a failing feature that is not critical is degraded', () => {
    expect(countsAs(false, 'down')).toBe('degraded')
    expect(countsAs(true, 'down')).toBe('down')
  })

  test('slow pages stay degraded, and what is unmeasured stays unmeasured, critical or not', () => {
    for (const critical of [true, false]) {
      for (const state of ['up', 'degraded', 'unmeasured'] as const)
        expect(countsAs(critical, state)).toBe(state)
    }
  })
})

describe('an outage of 60 s or more counts in full (row 3)', () => {
  const shortest = (ms: number) => november([stretch('2026-11-10T20:00:00Z', ms)]).downMs

  test('59.999 s count nowhere, 60 s count whole', () => {
    expect(shortest(60 * SECOND - 1)).toBe(0)
    expect(shortest(60 * SECOND)).toBe(60 * SECOND)
  })

  test("the figure is the policy's: with 90 seconds, 60 s count nowhere and 90 s count whole", () => {
    const patient = [altered('meanings.sustained.is', '90 seconds')]
    const of = (ms: number) =>
      uptime({ period: { month: '2026-11' }, down: [stretch('2026-11-10T20:00:00Z', ms)] }, patient).downMs
    expect(of(60 * SECOND)).toBe(0)
    expect(of(90 * SECOND - 1)).toBe(0)
    expect(of(90 * SECOND)).toBe(90 * SECOND)
  })

  test('touching stretches of 30 s with different causes are one outage of 60 s', () => {
    const first = stretch('2026-11-10T20:00:00Z', 30 * SECOND)
    expect(november([{ ...first, cause: 'stripe' }, stretch(first.end, 30 * SECOND)]).downMs).toBe(
      60 * SECOND,
    )
  })

  test('two stretches of 40 s that are 1 ms apart are two, and count nowhere', () => {
    const first = stretch('2026-11-10T20:00:00Z', 40 * SECOND)
    const second = stretch('2026-11-10T20:00:40.001Z', 40 * SECOND)
    expect(november([first, second]).downMs).toBe(0)
  })

  test('it is judged before the month cuts it: 50 s before midnight and 20 s after count in both months', () => {
    const down = [{ start: '2026-12-01T07:59:10Z', end: '2026-12-01T08:00:20Z' }]
    expect(november(down).downMs).toBe(50 * SECOND)
    expect(uptime({ period: { month: '2026-12' }, down }).downMs).toBe(20 * SECOND)
  })

  test('it is judged before exclusions cut it: 10 s that are left of 70 s count', () => {
    const down = [stretch('2026-11-10T20:00:00Z', 70 * SECOND)]
    const maintenance = [
      {
        ...stretch('2026-11-10T20:00:00Z', 60 * SECOND),
        publishedAt: NOVEMBER.start,
        emailedAt: NOVEMBER.start,
      },
    ]
    expect(november(down, { maintenance })).toMatchObject({
      downMs: 70_000,
      excludedDownMs: 60_000,
      countedDownMs: 10_000,
    })
  })
})

describe('SLA §1: uptime = 1 - len(D\\E) / (T - len(D∩E)) (row 4)', () => {
  test('down 10:00-13:00 with 11:00-12:00 under announced maintenance counts two hours', () => {
    const early = '2026-11-01T08:00:00Z'
    expect(
      uptime({
        period: { start: '2026-11-10T00:00:00Z', end: '2026-11-11T00:00:00Z' },
        down: [{ start: '2026-11-10T10:00:00Z', end: '2026-11-10T13:00:00Z' }],
        maintenance: [
          {
            start: '2026-11-10T11:00:00Z',
            end: '2026-11-10T12:00:00Z',
            publishedAt: early,
            emailedAt: early,
          },
        ],
      }),
    ).toMatchObject({
      periodMs: DAY,
      downMs: 3 * HOUR,
      excludedDownMs: HOUR,
      countedDownMs: 2 * HOUR,
      measuredMs: 23 * HOUR,
      uptime: '91.3043',
    })
  })

  test('maintenance in which nothing was down stays in the measure', () => {
    const early = '2026-11-01T08:00:00Z'
    const maintenance = [
      { ...stretch('2026-11-15T10:00:00Z', 2 * HOUR), publishedAt: early, emailedAt: early },
    ]
    expect(november([], { maintenance })).toMatchObject({ measuredMs: NOVEMBER_MS, excludedDownMs: 0 })
  })

  test('a month that was excluded whole has no uptime and no credit', () => {
    const officer = { declaredBy: 'Ava', publishedAt: NOVEMBER.start }
    expect(november([NOVEMBER], { forceMajeure: [{ ...NOVEMBER, ...officer }] })).toMatchObject({
      measuredMs: 0,
      uptime: null,
      creditPercent: 0,
    })
  })
})

describe('union first, then subtract; never sum (row 5)', () => {
  test('two alarms about the same hour are one hour', () => {
    const hour = stretch('2026-11-10T20:00:00Z', HOUR)
    expect(november([hour, hour, stretch('2026-11-10T20:30:00Z', HOUR)]).downMs).toBe(1.5 * HOUR)
  })

  test('overlapping exclusions excuse an instant once; their rows may sum to more', () => {
    const hour = stretch('2026-11-10T20:00:00Z', HOUR)
    const maintenance = { ...hour, publishedAt: NOVEMBER.start, emailedAt: NOVEMBER.start }
    const seen = november([hour], { maintenance: [maintenance, maintenance] })
    expect(seen.excludedDownMs).toBe(HOUR)
    expect(seen.exclusions.map((row) => row.usedMs)).toEqual([HOUR, HOUR])
  })
})

describe('unmeasured time is never decided silently (row 6)', () => {
  const rule = { intervalMs: 20 * SECOND, gapFactor: published.meanings.unmeasured.is }
  const seen = (ms: number, of: { intervalMs: number; gapFactor?: number } = rule) => {
    const first = observe(newTrack(), { at: at('2026-11-10T20:00:00Z'), state: 'up' }, of).track
    return observe(first, { at: at('2026-11-10T20:00:00Z').add({ milliseconds: ms }), state: 'up' }, of)
      .transitions
  }

  test('a silence of exactly two intervals is none; 1 ms more is a stretch from the last check on', () => {
    expect(seen(40 * SECOND)).toEqual([])
    expect(seen(40 * SECOND + 1).map((t) => `${t.at} ${t.state}`)).toEqual([
      '2026-11-10T20:00:00Z unmeasured',
      '2026-11-10T20:00:40.001Z up',
    ])
  })

  test("the factor is the policy's: with three intervals 60 s are no gap", () => {
    const patient = altered('meanings.unmeasured.is', '3 check intervals').meanings.unmeasured.is
    expect(seen(60 * SECOND, { intervalMs: 20 * SECOND, gapFactor: patient })).toEqual([])
    expect(seen(60 * SECOND + 1, { intervalMs: 20 * SECOND, gapFactor: patient })).toHaveLength(2)
  })

  test("a month with an unsettled stretch can't close, one settled up or down can", () => {
    const gap = stretch('2026-11-10T20:00:00Z', HOUR)
    const close = (settled?: 'up' | 'down') =>
      month({
        month: '2026-11',
        down: [],
        unmeasured: [{ ...gap, ...(settled && { settled }) }],
        subscriptions: [],
      })
    expect(() => close()).toThrowError(
      expect.objectContaining({ code: 'month_unsettled', path: 'unmeasured' }),
    )
    expect(close('up').uptime).toMatchObject({ downMs: 0, unsettledMs: 0, uptime: '100.0000' })
    expect(close('down').uptime).toMatchObject({ downMs: HOUR, countedDownMs: HOUR })
  })

  test('unsettled time leaves the measure and the credit open', () => {
    const unmeasured = [stretch('2026-11-10T20:00:00Z', HOUR)]
    expect(november([], { unmeasured })).toMatchObject({
      unsettledMs: HOUR,
      measuredMs: NOVEMBER_MS - HOUR,
      uptime: '100.0000',
      creditPercent: null,
    })
  })

  test('evidence wins over gaps, down over up, and up over unsettled', () => {
    const hour = (h: number, settled?: 'up' | 'down') => ({
      ...stretch(`2026-11-10T${h}:00:00Z`, 2 * HOUR),
      ...(settled && { settled }),
    })
    expect(november([hour(10)], { unmeasured: [hour(11)] })).toMatchObject({
      downMs: 2 * HOUR,
      unsettledMs: HOUR,
    })
    expect(november([], { unmeasured: [hour(11), hour(12, 'up')] })).toMatchObject({
      downMs: 0,
      unsettledMs: HOUR,
    })
    expect(november([], { unmeasured: [hour(11, 'up'), hour(12, 'down')] })).toMatchObject({
      downMs: 2 * HOUR,
      unsettledMs: 0,
    })
  })
})

describe('the tier follows the estimate, and the bounds are told (row 7)', () => {
  const down = [stretch('2026-11-10T20:00:00Z', 216.3 * MINUTE)]
  const close = (policy = published) => month({ month: '2026-11', down, subscriptions: [] }, [policy])

  test('exactly 99.5 pays nothing though one check earlier would have missed it', () => {
    expect(close()).toMatchObject({
      uptime: { uptime: '99.5000', creditPercent: 0 },
      bounds: { lowest: '99.4992', highest: '99.5007' },
    })
  })

  test('the bounds follow the check interval of the policy', () => {
    const slow = altered('meanings.error.checkInterval', '60 seconds')
    expect(close(slow).bounds).toEqual({ lowest: '99.4976', highest: '99.5023' })
  })

  test('without downtime both bounds are 100', () => {
    expect(month({ month: '2026-11', down: [], subscriptions: [] }).bounds).toEqual({
      lowest: '100.0000',
      highest: '100.0000',
    })
  })
})

describe('tiers by exact integers, shown percentages truncated (row 8)', () => {
  test('216.3 of 43 260 minutes is exactly 99.5, where floating point has 99.49999999999999', () => {
    expect(((43_260 - 216.3) / 43_260) * 100).toBeLessThan(99.5)
    expect(november([stretch('2026-11-10T20:00:00Z', 216.3 * MINUTE)])).toMatchObject({
      uptime: '99.5000',
      creditPercent: 0,
    })
  })

  test('one ms more is below: it reads 99.4999 and pays 5 %', () => {
    expect(november([stretch('2026-11-10T20:00:00Z', 216.3 * MINUTE + 1)])).toMatchObject({
      uptime: '99.4999',
      creditPercent: 5,
    })
  })

  test('a minute of downtime never reads 100', () => {
    expect(november([stretch('2026-11-10T20:00:00Z', MINUTE)]).uptime).toBe('99.9976')
  })

  test('with 1000·D > 5·T a credit is due, and else not, up to lengths past 32 bits', () => {
    for (const measuredMs of [1_000, 2_595_600_000, 31_622_400_000]) {
      const edge = (measuredMs * 5) / 1000
      expect(creditPercent(published, edge, measuredMs)).toBe(0)
      expect(creditPercent(published, edge + 1, measuredMs)).toBe(5)
    }
  })
})

describe('each edge belongs to the tier above it (row 9)', () => {
  test.each([
    [0, 0],
    [5, 0],
    [10, 5],
    [50, 10],
    [1000, 25],
  ])('%i thousandths down pay %i %%, and 1 ms more than an edge pays the next', (thousandths, credit) => {
    const downMs = (NOVEMBER_MS * thousandths) / 1000
    expect(creditPercent(published, downMs, NOVEMBER_MS)).toBe(credit)
    if (thousandths > 0 && thousandths < 1000)
      expect(creditPercent(published, downMs + 1, NOVEMBER_MS)).toBe({ 0: 5, 5: 10, 10: 25 }[credit])
  })

  test("the target and the tiers are the policy's", () => {
    const strict = readPolicy(
      alteredData({
        'uptime.target': '99.9',
        'uptime.tiers': [
          { below: '99.9', atLeast: '99.0', creditPercent: 7 },
          { below: '99.0', atLeast: '0', creditPercent: 30 },
        ],
      }),
    )
    expect([1, 2, 10, 11].map((d) => creditPercent(strict, d, 1000))).toEqual([0, 7, 7, 30])
  })

  test.each([
    [
      'overlap',
      {
        'uptime.tiers': [
          { below: '99.5', atLeast: '99.0', creditPercent: 5 },
          { below: '99.2', atLeast: '0', creditPercent: 10 },
        ],
      },
    ],
    [
      'leave a hole',
      {
        'uptime.tiers': [
          { below: '99.5', atLeast: '99.0', creditPercent: 5 },
          { below: '98.0', atLeast: '0', creditPercent: 10 },
        ],
      },
    ],
    ['end above 0', { 'uptime.tiers': [{ below: '99.5', atLeast: '99.0', creditPercent: 5 }] }],
    ['reach above the target', { 'uptime.target': '99.4' }],
  ])('a policy whose tiers %s is refused', (_, changes) => {
    expect(() => readPolicy(alteredData(changes))).toThrowError(
      expect.objectContaining({ path: expect.stringMatching(/^uptime\.tiers\[\d\]\.(below|atLeast)$/) }),
    )
  })
})

describe('an outage across a month end is split at the boundary (row 10)', () => {
  test('two hours around midnight of 1 December are an hour in each month', () => {
    const down = [{ start: '2026-12-01T07:00:00Z', end: '2026-12-01T09:00:00Z' }]
    expect(november(down).downMs).toBe(HOUR)
    expect(uptime({ period: { month: '2026-12' }, down }).downMs).toBe(HOUR)
  })

  test('a history is cut at the window alike', () => {
    const window = calendarMonth('2026-11', 'America/Los_Angeles')
    const [only] = intervalsOf([{ at: at('2026-10-20T00:00:00Z'), state: 'down' }], window)
    expect(`${only!.start} ${only!.end} ${only!.state}`).toBe(`${NOVEMBER.start} ${NOVEMBER.end} down`)
  })
})

describe('a customer who joined or left mid-month is judged over the common time (row 11)', () => {
  const down = [stretch('2026-11-20T20:00:00Z', 4 * HOUR)]
  const rows = (subscription: object) =>
    month({ month: '2026-11', down, subscriptions: [{ ...carla, ...subscription }] }).credits

  test('4 h are 99.44 % of November, but 98.88 % of its second half: 10 % of half the fee', () => {
    const [whole] = rows({})
    expect(whole).toMatchObject({ percent: 5, monthlyFeeCents: 34_900, amountCents: 1_745 })
    const [half] = rows({ start: '2026-11-16' })
    // 15 days of 24 hours in a month of 721 hours.
    expect(half).toMatchObject({
      percent: 10,
      monthlyFeeCents: Math.round((34_900 * 360) / 721),
      amountCents: 1_743,
    })
  })

  test('who left before it has the figures of the first half, and no credit', () => {
    expect(rows({ end: '2026-11-16' })).toEqual([
      expect.objectContaining({ percent: 0, amountCents: 0, status: 'none', eligible: false }),
    ])
  })

  test('who was not there in that month has no row', () => {
    expect(rows({ start: '2026-12-01' })).toEqual([])
    expect(rows({ end: '2026-11-01' })).toEqual([])
    expect(rows({ start: '2026-11-10', end: '2026-11-10' })).toEqual([])
  })

  test("the tier of Dev's part is shown as well", () => {
    const [row] = rows({ ...dev, start: '2026-11-16' })
    expect(row).toMatchObject({ percent: 10, status: 'not_eligible', amountCents: 0 })
  })
})

test('measure() and the command agree about the month', () => {
  const observed = { down: [{ start: at('2026-11-10T20:00:00Z'), end: at('2026-11-10T22:00:00Z') }] }
  const seen = measure(published, calendarMonth('2026-11', published.zone), observed)
  expect(seen).toEqual(november([stretch('2026-11-10T20:00:00Z', 2 * HOUR)]))
})

test('a monitor that was never checked, or not for long, is unmeasured (row 6)', () => {
  const rule = { intervalMs: 20 * SECOND }
  expect(stateAt(newTrack(), at('2026-11-10T20:00:00Z'), rule)).toEqual({ state: 'unmeasured', since: null })
  const { track } = observe(newTrack(), { at: at('2026-11-10T20:00:00Z'), state: 'up' }, rule)
  expect(stateAt(track, at('2026-11-10T20:00:40Z'), rule).state).toBe('up')
  const silent = stateAt(track, at('2026-11-10T20:00:40.001Z'), rule)
  expect(`${silent.state} ${silent.since}`).toBe('unmeasured 2026-11-10T20:00:00Z')
})
