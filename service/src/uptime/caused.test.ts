import { IntervalSet } from '@tractops/sla'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Blame, type ComponentDown, causedDown } from './caused.ts'

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(1_795_000_000_000 + minute * 60_000)
const down = (component: string, start: number, end: number): ComponentDown => ({
  component,
  start: at(start),
  end: at(end),
})
const blame = (components: string[], start: number, end: number | null, cause: string | null): Blame => ({
  components,
  start: at(start),
  end: end === null ? null : at(end),
  cause,
})
const told = (pieces: ReturnType<typeof causedDown>) =>
  pieces.map(({ start, end, cause }) => {
    const minute = (i: Temporal.Instant) => (i.epochMilliseconds - at(0).epochMilliseconds) / 60_000
    return `${minute(start)}-${minute(end)} ${cause ?? 'no cause'}`
  })

describe('SLA §4 (row 22): the cause that an incident records', () => {
  test('stands beside the downtime that it covers, and beside no more', () => {
    expect(told(causedDown([down('payments', 0, 60)], [blame(['payments'], 10, 40, 'stripe')]))).toEqual([
      '0-10 no cause',
      '10-40 stripe',
      '40-60 no cause',
    ])
  })

  test('is that of the components that the incident names', () => {
    const both = [down('payments', 0, 60), down('app', 0, 60)]
    expect(told(causedDown(both, [blame(['payments'], 0, null, 'stripe')]))).toEqual([
      '0-60 stripe',
      '0-60 no cause',
    ])
  })

  test('that nobody has found yet is none', () => {
    expect(told(causedDown([down('app', 0, 60)], [blame(['app'], 0, null, null)]))).toEqual(['0-60 no cause'])
  })

  test("of two incidents stands twice, so that one vendor alone does not excuse the other's", () => {
    const two = [blame(['app'], 0, 60, 'stripe'), blame(['app'], 30, 60, 'neon')]
    expect(told(causedDown([down('app', 0, 60)], two))).toEqual(['0-30 stripe', '30-60 stripe', '30-60 neon'])
  })

  test("on the customer's side goes by the engine's word", () => {
    expect(told(causedDown([down('app', 0, 9)], [blame(['app'], 0, 9, 'customer_side')]))).toEqual([
      '0-9 customer',
    ])
  })
})

test('whatever incidents say, the downtime itself is neither longer nor shorter', () => {
  const minute = fc.integer({ min: 0, max: 100 })
  const component = fc.constantFrom('app', 'payments')
  const downs = fc.array(
    fc
      .tuple(component, minute, fc.integer({ min: 1, max: 50 }))
      .map(([c, start, length]) => down(c, start, start + length)),
    { maxLength: 6 },
  )
  const blames = fc.array(
    fc
      .tuple(
        fc.subarray(['app', 'payments']),
        minute,
        fc.option(minute),
        fc.option(fc.constantFrom('stripe', 'neon', 'own')),
      )
      .map(([components, start, length, cause]) =>
        blame(components, start, length === null ? null : start + length, cause),
      ),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(downs, blames, (given, incidents) => {
      const pieces = causedDown(given, incidents)
      expect([...IntervalSet.of(pieces).entriesMs()]).toEqual([...IntervalSet.of(given).entriesMs()])
      for (const piece of pieces) expect(Temporal.Instant.compare(piece.start, piece.end)).toBeLessThan(0)
    }),
  )
})
