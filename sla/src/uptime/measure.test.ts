import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, stretch } from '../../test/cast.ts'
import { CELL_MS, cellsOf, instantOf, observedOf, PERIOD, type World, worlds } from '../../test/cells.ts'
import { altered, published } from '../../test/policies.ts'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import {
  boundsOf,
  contributing,
  creditPercent,
  errorBudget,
  ledgerOf,
  measure,
  month,
  type UptimeInput,
  uptime,
  uptimeOf,
} from '../index.ts'

const policy = altered('exclusions.vendors.stripe.components', ['API'])
const period = { start: instantOf(0), end: instantOf(PERIOD) }
const measured = (world: World, judged = period) => measure(policy, judged, observedOf(world))

/** The UPTIME of the cells from `from` to `to`, by counting them. */
function counted(world: World, from = 0, to: number = PERIOD) {
  const { cells, down, excused, unsettled, rows } = cellsOf(world)
  const inside = cells.filter((c) => c >= from && c < to)
  const count = (is: (cell: number) => boolean) => inside.filter(is).length
  const [d, e, u] = [count((c) => down.has(c)), count((c) => excused.has(c)), count((c) => unsettled.has(c))]
  const t = to - from - e - u
  const lost = (d - e) * 1_000
  const credit = lost <= 5 * t ? 0 : lost <= 10 * t ? 5 : lost <= 50 * t ? 10 : 25
  return {
    periodMs: (to - from) * CELL_MS,
    measuredMs: t * CELL_MS,
    downMs: d * CELL_MS,
    excludedDownMs: e * CELL_MS,
    countedDownMs: (d - e) * CELL_MS,
    unsettledMs: u * CELL_MS,
    uptime: t === 0 ? null : (Math.floor(((t - d + e) * 1_000_000) / t) / 10_000).toFixed(4),
    creditPercent: u > 0 ? null : t === 0 ? 0 : credit,
    exclusions: rows.map((row) => [row.accepted, row.accepted ? count(row.excuses) * CELL_MS : 0]),
  }
}

describe('the uptime of any world', () => {
  test('is what counting its cells one by one gives', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const seen = measured(world)
        const exclusions = seen.exclusions.map((row) => [row.accepted, row.usedMs])
        expect({ ...seen, exclusions }).toEqual(counted(world))
      }),
      runs(1500),
    )
  })

  test('does not depend on the order of what was observed', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { exclusions: _, ...forwards } = measured(world)
        const { exclusions: __, ...backwards } = measured({
          down: [...world.down].reverse(),
          gaps: [...world.gaps].reverse(),
          maintenance: [...world.maintenance].reverse(),
          vendors: [...world.vendors].reverse(),
          forceMajeure: [...world.forceMajeure].reverse(),
        })
        expect(backwards).toEqual(forwards)
      }),
      runs(200),
    )
  })

  test('does not change when an outage is told in two touching stretches', () => {
    fc.assert(
      fc.property(worlds, fc.nat(11), (world, where) => {
        const halves = world.down.flatMap((d) => {
          const cut = Math.min(d.from + where, d.to)
          return [
            { ...d, to: cut },
            { ...d, from: cut },
          ]
        })
        expect(measured({ ...world, down: halves })).toEqual(measured(world))
      }),
      runs(200),
    )
  })

  test('is the sum of its parts (row 10)', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: PERIOD - 1 }), (world, cut) => {
        const ledger = ledgerOf(policy, observedOf(world))
        const whole = uptimeOf(policy, ledger, period)
        const parts = [
          uptimeOf(policy, ledger, { start: period.start, end: instantOf(cut) }),
          uptimeOf(policy, ledger, { start: instantOf(cut), end: period.end }),
        ]
        for (const field of [
          'periodMs',
          'measuredMs',
          'downMs',
          'excludedDownMs',
          'countedDownMs',
          'unsettledMs',
        ] as const)
          expect(parts[0]![field] + parts[1]![field]).toBe(whole[field])
      }),
      runs(300),
    )
  })

  test('lies between its bounds (row 7)', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { lowest, highest } = boundsOf(policy, period, observedOf(world))
        const { uptime } = measured(world)
        if (uptime === null || lowest === null) return
        expect(Number(lowest)).toBeGreaterThanOrEqual(0)
        expect(Number(lowest)).toBeLessThanOrEqual(Number(uptime))
        expect(Number(uptime)).toBeLessThanOrEqual(Number(highest))
        expect(Number(highest)).toBeLessThanOrEqual(100)
      }),
      runs(500),
    )
  })

  test('the bounds are the uptime with each outage one check interval longer and shorter (row 7)', () => {
    fc.assert(
      fc.property(worlds, ({ down, gaps }) => {
        const world: World = {
          down,
          gaps: gaps.filter((g) => g.settled === 'up'),
          maintenance: [],
          vendors: [],
          forceMajeure: [],
        }
        const { cells, outage } = cellsOf(world)
        const left = cells.filter((c) => c >= 0 && c < PERIOD && outage.has(c) && outage.has(c + 1)).length
        const grown = cells.filter((c) => c >= 0 && c < PERIOD && (outage.has(c) || outage.has(c + 1))).length
        expect(boundsOf(policy, period, observedOf(world))).toEqual({
          lowest: (((PERIOD - grown) * 100) / PERIOD).toFixed(4),
          highest: (((PERIOD - left) * 100) / PERIOD).toFixed(4),
        })
      }),
      runs(300),
    )
  })

  test('an outage right after unsettled time does not reach into it: nothing is below 0 (row 7)', () => {
    const world: World = {
      down: [{ from: 50, to: 100 }],
      gaps: [{ from: 0, to: 50 }],
      maintenance: [],
      vendors: [],
      forceMajeure: [],
    }
    expect(boundsOf(policy, period, observedOf(world)).lowest).toBe('0.0000')
  })

  test('exactly those incidents contribute that hold a counted instant of it (row 17)', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { outage, down, excused } = cellsOf(world)
        const counts = (c: number) => c >= 0 && c < PERIOD && down.has(c) && !excused.has(c)
        const some = (from: number, to: number, is: (c: number) => boolean) => {
          for (let c = from; c < to; c++) if (counts(c) && is(c)) return true
          return false
        }
        const expected: string[] = []
        for (const cell of outage) {
          if (outage.has(cell - 1)) continue
          let end = cell
          while (outage.has(end)) end++
          if (some(cell, end, () => true)) expected.push(`${instantOf(cell)} ${instantOf(end)}`)
        }
        for (const { from, to, settled } of world.gaps) {
          if (settled === 'down' && some(from, to, (c) => !outage.has(c)))
            expected.push(`${instantOf(from)} ${instantOf(to)}`)
        }
        const seen = contributing(ledgerOf(policy, observedOf(world)), period)
        expect(seen.map(({ start, end }) => `${start} ${end}`).sort()).toEqual(expected.sort())
        const starts = seen.map(({ start }) => start.epochMilliseconds)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
      }),
      runs(500),
    )
  })
})

describe('tiers', () => {
  test('follow the integer rule of row 8 for any lengths (row 8)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_700_000_000 }),
        fc.double({ min: 0, max: 0.06, noNaN: true }),
        (t, share) => {
          const d = Math.floor(t * share)
          const by = (scaled: number) => 1000n * BigInt(d) > BigInt(scaled) * BigInt(t)
          expect(creditPercent(published, d, t)).toBe(by(50) ? 25 : by(10) ? 10 : by(5) ? 5 : 0)
        },
      ),
      runs(500),
    )
  })
})

describe('what is refused', () => {
  test('an empty period, and one that runs backwards', () => {
    const same = { start: '2026-11-01T00:00:00Z', end: '2026-11-01T00:00:00Z' }
    expect(refusal(() => uptime({ period: same, down: [] }))).toMatchObject({
      code: 'period_empty',
      path: 'period',
    })
    const back = { start: '2026-11-02T00:00:00Z', end: '2026-11-01T00:00:00Z' }
    expect(refusal(() => uptime({ period: back, down: [] })).code).toBe('interval_reversed')
  })

  test('an interval of any kind that runs backwards, with the path of its end', () => {
    const back = { start: '2026-11-02T00:00:00Z', end: '2026-11-01T23:59:59.999Z' }
    const november = { period: { month: '2026-11' }, down: [] }
    const told = { publishedAt: null, emailedAt: null }
    const signed = { declaredBy: 'Ava', publishedAt: '2026-11-01T00:00:00Z' }
    const status = 'major_outage' as const
    for (const [path, input] of [
      ['down[0].end', { ...november, down: [back] }],
      ['unmeasured[0].end', { ...november, unmeasured: [back] }],
      ['maintenance[0].end', { ...november, maintenance: [{ ...back, ...told }] }],
      ['vendorOutages[0].end', { ...november, vendorOutages: [{ ...back, vendor: 'neon', status }] }],
      ['forceMajeure[0].end', { ...november, forceMajeure: [{ ...back, ...signed }] }],
    ] as const)
      expect(refusal(() => uptime(input as object as UptimeInput))).toMatchObject({
        code: 'interval_reversed',
        path,
      })
  })

  test('an empty interval is nothing', () => {
    const nothing = stretch('2026-11-10T20:00:00Z', 0)
    expect(uptime({ period: { month: '2026-11' }, down: [nothing], unmeasured: [nothing] })).toMatchObject({
      downMs: 0,
      unsettledMs: 0,
      creditPercent: 0,
    })
    expect(month({ month: '2026-11', down: [nothing], subscriptions: [] }).claimBy).toBeNull()
  })
})

describe('the error budget of a month', () => {
  const november = 43_260 * 60_000

  test('November 2026 allows 3 h 36 min 18 s; what is excluded shortens it', () => {
    expect(errorBudget(published, november, { countedDownMs: 0, excludedDownMs: 0 })).toEqual({
      allowedMs: 12_978_000,
      usedMs: 0,
      leftMs: 12_978_000,
    })
    expect(errorBudget(published, november, { countedDownMs: 13_000_000, excludedDownMs: 60_001 })).toEqual({
      allowedMs: 12_977_699,
      usedMs: 13_000_000,
      leftMs: -22_301,
    })
  })

  test('using all of it pays nothing, 1 ms more pays', () => {
    const { allowedMs } = errorBudget(published, november, { countedDownMs: 0, excludedDownMs: 0 })
    expect(creditPercent(published, allowedMs, november)).toBe(0)
    expect(creditPercent(published, allowedMs + 1, november)).toBe(5)
  })
})

test('a month of 20 000 unsorted stretches counts each of them once', () => {
  const start = at('2026-11-01T07:00:00Z').epochMilliseconds
  const down = Array.from({ length: 20_000 }, (_, i) => {
    const from = start + ((i * 7_919) % 20_000) * 100_000
    return {
      start: Temporal.Instant.fromEpochMilliseconds(from),
      end: Temporal.Instant.fromEpochMilliseconds(from + 70_000),
    }
  })
  const november = { start: at('2026-11-01T07:00:00Z'), end: at('2026-12-01T08:00:00Z') }
  expect(measure(published, november, { down }).downMs).toBe(20_000 * 70_000)
})
