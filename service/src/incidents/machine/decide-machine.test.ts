import { describe, expect, test } from 'vitest'
import { decideMachine, type Followed, type Measured } from './decide-machine.ts'
import { machineTexts } from './machine-texts.ts'
import { compareSpans, goodSince, outagesOf, type Watched } from './outages.ts'

const at = (minute: number) => Temporal.Instant.from('2026-11-23T18:00:00Z').add({ minutes: minute })
const texts = machineTexts('America/Los_Angeles')
const down = { key: 'payments', name: 'Dues and payments', start: at(0), end: null }

const incident = (more: Partial<Followed> = {}): Followed => ({
  ...{ impact: 'critical', state: 'investigating', goodSince: null, resolveDueAt: null },
  ...{ taken: false, isNew: false, ...more },
})
const measured = (more: Partial<Measured> = {}): Measured => ({
  ...{ fresh: [], known: new Map([['payments', 'Dues and payments']]), goodSince: null, ...more },
})
const decide = (i: Followed, m: Measured, now: number) => {
  const { change, said } = decideMachine(i, m, texts, at(now))
  return { ...change, said: said.map(({ kind, state }) => `${kind} ${state}`) }
}

describe('the machine', () => {
  test('says nothing while nothing changes', () => {
    expect(decide(incident(), measured(), 5).said).toEqual([])
    const waiting = incident({ state: 'monitoring', goodSince: at(5), resolveDueAt: at(15) })
    expect(decide(waiting, measured({ goodSince: at(5) }), 14)).toMatchObject({
      said: [],
      resolveDueAt: at(15),
    })
  })

  test('waits 10 minutes from when all was good last, and dates the end at the first good check', () => {
    const waiting = incident({ state: 'monitoring', goodSince: at(5), resolveDueAt: at(15) })
    const unmeasuredMeanwhile = measured({ goodSince: at(8) })
    expect(decide(waiting, unmeasuredMeanwhile, 15)).toMatchObject({ said: [], resolveDueAt: at(18) })
    expect(decide(waiting, unmeasuredMeanwhile, 18)).toMatchObject({
      said: ['resolved resolved'],
      resolvedAt: at(5),
      postmortemDueAt: at(5 + 7 * 24 * 60),
    })
    expect(decide(waiting, measured(), 30)).toMatchObject({ said: [], resolveDueAt: null })
  })

  test('dates the end earlier where late results say so, without telling it again', () => {
    const waiting = incident({ state: 'monitoring', goodSince: at(5), resolveDueAt: at(15) })
    expect(decide(waiting, measured({ goodSince: at(4) }), 6)).toMatchObject({ said: [], goodSince: at(4) })
  })

  test('changes neither the state nor the title of what people took', () => {
    const taken = incident({ taken: true, state: 'identified' })
    const joined = decide(taken, measured({ fresh: [{ ...down, key: 'signin', name: 'Signing in' }] }), 1)
    expect(joined).toMatchObject({ state: 'identified', said: ['updated identified'] })
    expect(joined).not.toHaveProperty('title')
    const good = decide(taken, measured({ goodSince: at(5) }), 60)
    expect(good).toMatchObject({ state: 'identified', resolveDueAt: null, said: ['updated identified'] })
  })
})

describe('what is recorded of outages', () => {
  const watched = (...states: [Watched['state'], number, number | null][]): Watched => ({
    ...{ key: 'payments', name: 'Dues and payments', since: null, state: states.at(-1)![0] },
    intervals: states.map(([state, start, end]) => ({
      ...{ state, start: at(start), end: end === null ? null : at(end) },
    })),
  })
  const span = (start: number, end: number | null) => ({
    ...{ id: 1, incidentId: 'inc_1', component: 'payments' },
    ...{ start: at(start), end: end === null ? null : at(end) },
  })

  test('ends with the first good check, and begins earlier where late results say so', () => {
    const now = watched(['up', 0, 3], ['down', 3, 8], ['up', 8, null])
    expect(compareSpans([now], [span(4, null)], at(9))).toEqual({ fresh: [], changed: [span(3, 8)] })
    expect(compareSpans([now], [span(3, 8)], at(9))).toEqual({ fresh: [], changed: [] })
  })

  test('ends where late results took it away, and with the watching of its component', () => {
    expect(compareSpans([watched(['up', 0, null])], [span(4, null)], at(9)).changed).toEqual([span(4, 4)])
    expect(compareSpans([], [span(4, null)], at(9)).changed).toEqual([span(4, 9)])
  })

  test('ends earlier where late results moved the date of its recovery', () => {
    const now = watched(['up', 0, 3], ['down', 3, 7], ['up', 7, null])
    expect(compareSpans([now], [span(3, 8)], at(9))).toEqual({ fresh: [], changed: [span(3, 7)] })
  })

  test('that late results made one of two begins once', () => {
    const now = watched(['up', 0, 3], ['down', 3, null])
    const two = [span(4, 5), { ...span(6, null), id: 2 }]
    expect(compareSpans([now], two, at(9))).toEqual({ fresh: [], changed: [span(3, 5)] })
  })

  test('that late results took away is known again where they give it back', () => {
    const now = watched(['up', 0, 4], ['down', 4, 8], ['up', 8, null])
    expect(compareSpans([now], [span(4, 4)], at(9))).toEqual({ fresh: [], changed: [span(4, 8)] })
  })

  test('is fresh where it meets nothing that is recorded; a gap between two makes two', () => {
    const now = watched(['down', 0, 2], ['unmeasured', 2, 5], ['down', 5, null])
    const { fresh, changed } = compareSpans([now], [span(0, null)], at(9))
    expect(changed).toEqual([span(0, 2)])
    expect(fresh).toEqual([{ key: 'payments', name: 'Dues and payments', start: at(5), end: null }])
  })

  test('is dated at its first failed check, though the window begins later', () => {
    const old = { ...watched(['down', 0, null]), since: at(-90) }
    expect(outagesOf([old])[0]!.start).toEqual(at(-90))
  })

  test('is not good while it is down or nobody measures; slow is good', () => {
    expect(goodSince(watched(['down', 0, 2], ['degraded', 2, 5], ['up', 5, null]))).toEqual(at(2))
    expect(goodSince(watched(['up', 0, 2], ['unmeasured', 2, null]))).toBeNull()
    expect(goodSince({ intervals: [] })).toBeNull()
  })
})
