import { defaultPolicies, type VendorStatus } from '@tractops/sla'
import { describe, expect, test } from 'vitest'
import { excludedIf } from '../index.ts'

const policy = defaultPolicies()[0]!
const START = Temporal.Instant.from('2026-11-24T18:00:00Z')
const at = (minute: number) => START.add({ seconds: minute * 60 })
const between = (start: number, end: number) => ({ start: at(start), end: at(end) })
const report = (vendor: string, status: VendorStatus, start: number, end: number) => ({
  vendor,
  status,
  ...between(start, end),
})
const period = between(-60, 60)
const minutes = (
  vendor: string,
  down: { start: number; end: number }[],
  outages: ReturnType<typeof report>[],
) =>
  excludedIf(policy, { period, down: down.map(({ start, end }) => between(start, end)), outages, vendor }) /
  60_000

describe('SLA §4(b), row 22: if the cause were a vendor', () => {
  const down = [{ start: 0, end: 30 }]

  test('the part of the downtime over which it reported an outage would be excluded', () => {
    expect(minutes('stripe', down, [report('stripe', 'major_outage', 10, 50)])).toBe(20)
    expect(
      minutes('stripe', down, [
        report('stripe', 'partial_outage', -10, 5),
        report('stripe', 'major_outage', 3, 6),
      ]),
    ).toBe(6)
  })

  test('nothing would be, where another vendor reported it, or it reported less than an outage', () => {
    expect(minutes('neon', down, [report('stripe', 'major_outage', 0, 30)])).toBe(0)
    expect(minutes('stripe', down, [report('stripe', 'degraded_performance', 0, 30)])).toBe(0)
    expect(minutes('stripe', down, [report('stripe', 'under_maintenance', 0, 30)])).toBe(0)
  })

  test('nothing would be of an outage that is too short to count', () => {
    expect(minutes('stripe', [{ start: 0, end: 0.5 }], [report('stripe', 'major_outage', 0, 30)])).toBe(0)
  })
})
