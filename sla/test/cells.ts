import fc from 'fast-check'
import type { Observed } from '../src/index.ts'

/**
 * A small world for reference models: time in cells of 20 s, numbered from -40 to 160, of which 0 to 100 are the period
 * that is judged. What the engine does with sorted intervals a model does here cell by cell.
 */
export const CELL_MS = 20_000
const [FIRST, LAST] = [-40, 160] as const
export const PERIOD = 100

const ORIGIN_MS = Date.UTC(2026, 10, 10)
export const instantOf = (cell: number): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(ORIGIN_MS + cell * CELL_MS)

export type Span = { from: number; to: number }
export type World = {
  down: (Span & { cause?: string })[]
  gaps: (Span & { settled?: 'up' | 'down' })[]
  maintenance: (Span & { onTime: boolean })[]
  vendors: (Span & {
    vendor: string
    component?: string
    status: 'major_outage' | 'partial_outage' | 'degraded_performance'
  })[]
  forceMajeure: (Span & { declaredBy: string })[]
}

const span = (longest: number) =>
  fc
    .tuple(fc.integer({ min: FIRST, max: LAST - 1 }), fc.integer({ min: 0, max: longest }))
    .map(([from, length]) => ({ from, to: Math.min(from + length, LAST) }))

const list = <T>(longest: number, more: fc.Arbitrary<T>, maxLength: number) =>
  fc.array(
    fc.tuple(span(longest), more).map(([where, what]) => ({ ...where, ...what })),
    { maxLength },
  )

/** Worlds with anything in them. */
export const worlds: fc.Arbitrary<World> = fc.record({
  down: list(12, fc.constantFrom({}, { cause: 'stripe' }, { cause: 'neon' }, { cause: 'own' }), 9),
  gaps: list(20, fc.constantFrom({}, { settled: 'up' as const }, { settled: 'down' as const }), 4),
  maintenance: list(30, fc.record({ onTime: fc.boolean() }), 3),
  vendors: list(
    40,
    fc.record(
      {
        vendor: fc.constantFrom('stripe', 'neon'),
        status: fc.constantFrom(
          'major_outage' as const,
          'partial_outage' as const,
          'degraded_performance' as const,
        ),
        component: fc.constantFrom('API', 'Dashboard'),
      },
      { requiredKeys: ['vendor', 'status'] },
    ),
    3,
  ),
  forceMajeure: list(30, fc.record({ declaredBy: fc.constantFrom('Ava', ' ') }), 2),
})

/** What the engine is given of a world. */
export function observedOf(world: World): Observed {
  const where = ({ from, to }: Span) => ({ start: instantOf(from), end: instantOf(to) })
  return {
    down: world.down.map((d) => ({ ...where(d), cause: d.cause })),
    unmeasured: world.gaps.map((g) => ({ ...where(g), settled: g.settled })),
    maintenance: world.maintenance.map((m) => {
      const announced = instantOf(m.from)
        .subtract({ hours: 48 })
        .add({ milliseconds: m.onTime ? 0 : 1 })
      return { ...where(m), publishedAt: announced, emailedAt: announced }
    }),
    vendorOutages: world.vendors.map(({ vendor, component, status, ...v }) => ({
      ...where(v),
      vendor,
      component,
      status,
    })),
    forceMajeure: world.forceMajeure.map((f) => ({
      ...where(f),
      declaredBy: f.declaredBy,
      publishedAt: instantOf(f.to),
    })),
  }
}

const covers = (s: Span, cell: number) => s.from <= cell && cell < s.to

/** The cells of each kind, by the words of the agreement; 3 cells are the 60 s of row 3, "API" is what we use of Stripe. */
export function cellsOf(world: World) {
  const cells = Array.from({ length: LAST - FIRST }, (_, i) => i + FIRST)
  const raw = (cell: number) => world.down.some((d) => covers(d, cell))
  const outage = new Set<number>()
  for (const cell of cells.filter(raw)) {
    let [from, to] = [cell, cell]
    while (raw(from - 1)) from--
    while (raw(to)) to++
    if (to - from >= 3) outage.add(cell)
  }
  const gap = (settled: 'up' | 'down' | undefined, cell: number) =>
    world.gaps.some((g) => g.settled === settled && covers(g, cell))
  const gapDown = new Set(cells.filter((c) => !outage.has(c) && gap('down', c)))
  const unsettled = new Set(
    cells.filter((c) => !outage.has(c) && !gapDown.has(c) && !gap('up', c) && gap(undefined, c)),
  )
  const down = new Set([...outage, ...gapDown])
  const rows = [
    ...world.maintenance.map((m) => ({
      accepted: m.onTime,
      excuses: (c: number) => down.has(c) && covers(m, c),
    })),
    ...world.vendors.map((v) => ({
      accepted:
        v.status !== 'degraded_performance' && !(v.vendor === 'stripe' && v.component === 'Dashboard'),
      excuses: (c: number) =>
        covers(v, c) && outage.has(c) && world.down.every((d) => !covers(d, c) || d.cause === v.vendor),
    })),
    ...world.forceMajeure.map((f) => ({
      accepted: f.declaredBy !== ' ',
      excuses: (c: number) => down.has(c) && covers(f, c),
    })),
  ]
  const excused = new Set(cells.filter((c) => rows.some((row) => row.accepted && row.excuses(c))))
  return { cells, outage, down, unsettled, excused, rows }
}
