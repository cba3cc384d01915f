import { defaultPolicies, type Severity } from '@tractops/sla'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockOf, type Line } from './clock-of.ts'
import { nextWarning, warningsOf } from './warnings-of.ts'

const policy = defaultPolicies()[0]!
const at = (text: string) => Temporal.Instant.from(text)
const line = (receivedAt: string, severity: Severity, more: Partial<Line> = {}): Line => ({
  ...{ receivedAt: at(receivedAt), severity, classified: [], until: null },
  ...more,
})
const clock = (lines: Line[], now: string, more: { answered?: string; broken?: string } = {}) =>
  clockOf(policy, {
    lines,
    answeredAt: more.answered === undefined ? null : at(more.answered),
    brokenAt: more.broken === undefined ? null : at(more.broken),
    now: at(now),
  })
const told = (lines: Line[], now: string) => {
  const found = clock(lines, now)
  return warningsOf(policy, lines[0]!.receivedAt, found).map(({ portion, at }) => `${portion} ${at}`)
}

describe('two questions that became one', () => {
  test('count from the earlier receipt, by the more urgent severity from when it came', () => {
    const p3 = line('2026-11-23T18:00:00Z', 'P3')
    const p1 = line('2026-11-23T20:00:00Z', 'P1', { until: at('2026-11-23T20:10:00Z') })
    const merged = { ...p3, classified: [{ at: at('2026-11-23T20:10:00Z'), to: 'P1' as const }] }
    expect(clock([merged, p1], '2026-11-23T20:30:00Z')).toMatchObject({
      dueAt: at('2026-11-23T21:00:00Z'),
      state: 'waiting',
      standing: 'P1',
      segments: [{ severity: 'P3' }, { severity: 'P1', from: at('2026-11-23T20:00:00Z') }],
    })
  })

  test('can be lowered afterwards by the one that is left', () => {
    const gone = line('2026-11-23T18:00:00Z', 'P2', { until: at('2026-11-23T19:00:00Z') })
    const left = line('2026-11-23T18:30:00Z', 'P3', {
      classified: [
        { at: at('2026-11-23T19:00:00Z'), to: 'P2', reason: 'merged' },
        { at: at('2026-11-23T19:30:00Z'), to: 'P4', reason: 'an idea after all' },
      ],
    })
    const found = clock([gone, left], '2026-11-23T20:00:00Z')
    expect(found.standing).toBe('P4')
    expect(found.segments.map(({ severity }) => severity)).toEqual(['P2', 'P4'])
  })

  test('keep a breach of either', () => {
    const found = clock([line('2026-11-23T18:00:00Z', 'P3')], '2026-11-23T19:00:00Z', {
      answered: '2026-11-23T18:10:00Z',
      broken: '2026-11-23T18:05:00Z',
    })
    expect(found).toMatchObject({ state: 'breached', breachedAt: at('2026-11-23T18:05:00Z') })
  })
})

test('two questions that became one are never due later than either of them was', () => {
  const severity = fc.constantFrom<Severity>('P1', 'P2', 'P3', 'P4')
  const asked = fc.record({ minute: fc.integer({ min: 0, max: 20_000 }), severity })
  const start = at('2026-10-26T00:00:00Z')
  const after = (minutes: number) => start.add({ minutes })
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 4 }), fc.nat(30_000), (questions, later) => {
      const lines = questions.map(({ minute, severity }) => line(String(after(minute)), severity))
      const now = String(after(20_000 + later))
      const [whole, ...alone] = [lines, ...lines.map((one) => [one])].map((of) => clock(of, now))
      for (const one of alone) {
        expect(Temporal.Instant.compare(whole!.dueAt, one.dueAt)).toBeLessThanOrEqual(0)
        if (one.state === 'breached') expect(whole!.state).toBe('breached')
      }
      expect(whole!.standing).toBe(questions.map((question) => question.severity).sort()[0])
    }),
  )
})

test('a word of staff that a clock moved back dates before the receipt counts from the receipt', () => {
  const early = line('2026-11-23T18:00:00Z', 'P4', { until: at('2026-11-23T18:20:00Z') })
  const late = line('2026-11-23T18:10:00Z', 'P3', {
    classified: [{ at: at('2026-11-23T18:05:00Z'), to: 'P2' }],
  })
  expect(clock([early, late], '2026-11-23T19:00:00Z')).toMatchObject({ standing: 'P2' })
})

test('a clock of ours that was moved back refuses nothing', () => {
  const found = clock([line('2026-11-23T18:00:00Z', 'P3')], '2026-11-23T17:00:00Z', {
    answered: '2026-11-23T17:30:00Z',
  })
  expect(found).toMatchObject({ state: 'met', respondedAt: at('2026-11-23T18:00:00Z') })
})

describe('staff are told', () => {
  test('at half, three quarters and nine tenths of the business time, and when it has passed', () => {
    // Friday 17:00 Pacific: four business hours end on Monday at 12:00.
    expect(told([line('2026-11-21T01:00:00Z', 'P2')], '2026-11-21T01:00:00Z')).toEqual([
      '50 2026-11-23T18:00:00Z',
      '75 2026-11-23T19:00:00Z',
      '90 2026-11-23T19:36:00Z',
      '100 2026-11-23T20:00:00.001Z',
    ])
  })

  test('over both changes of clocks by the time that really passes', () => {
    expect(told([line('2026-10-31T00:00:00Z', 'P2')], '2026-10-31T00:00:00Z').at(0)).toBe(
      '50 2026-11-02T18:00:00Z',
    )
    expect(told([line('2027-03-13T01:00:00Z', 'P2')], '2027-03-13T01:00:00Z').at(0)).toBe(
      '50 2027-03-15T17:00:00Z',
    )
    expect(told([line('2026-11-01T08:30:00Z', 'P1')], '2026-11-01T08:30:00Z')).toEqual([
      '50 2026-11-01T09:00:00Z',
      '75 2026-11-01T09:15:00Z',
      '90 2026-11-01T09:24:00Z',
      '100 2026-11-01T09:30:00.001Z',
    ])
  })

  test('from the moment that it was raised, and at once where nothing is left', () => {
    const raised = line('2026-11-23T18:00:00Z', 'P3', {
      classified: [{ at: at('2026-11-23T19:00:00Z'), to: 'P1' }],
    })
    expect(told([raised], '2026-11-23T19:00:00Z').at(0)).toBe('50 2026-11-23T19:30:00Z')
    const late = line('2026-11-23T18:00:00Z', 'P2', {
      classified: [{ at: at('2026-11-23T23:00:00Z'), to: 'P1' }],
    })
    expect(told([late], '2026-11-23T23:00:00Z').at(0)).toBe('50 2026-11-23T22:00:00Z')
  })

  test('of each part once, and anew where the due instant has moved', () => {
    const warnings = [50, 75, 90, 100].map((portion) => ({ portion, at: at('2026-11-23T18:00:00Z') }))
    const next = (warned: number, moved: boolean, answered = false) =>
      nextWarning(warnings, { warned, moved, answered })
    expect(next(75, true)).toMatchObject({ warned: 0 })
    expect(next(75, false)).toMatchObject({ warned: 75, warnDueAt: warnings[2]!.at })
    expect(next(100, true)).toEqual({ warned: 100, warnDueAt: null })
    expect(next(0, false, true)).toEqual({ warned: 0, warnDueAt: null })
  })
})
