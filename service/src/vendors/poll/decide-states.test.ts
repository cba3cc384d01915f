import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideStates, type NewState, type OpenState } from './decide-states.ts'
import type { Seen, SeenState } from './judge-reading.ts'

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(1_795_000_000_000 + minute * 60_000)
const minuteOf = (i: Temporal.Instant) => (i.epochMilliseconds - at(0).epochMilliseconds) / 60_000
const major: SeenState = { component: 'API', status: 'major_outage', inUse: true }
const partial: SeenState = { ...major, status: 'partial_outage' }
const UNREADABLE: Seen = { unknown: 'answered HTML' }
const seen = (...states: SeenState[]): Seen => ({ states })

/** Plays answers, one after another, and returns what is then on record. */
function play(answers: readonly (readonly [minute: number, seen: Seen])[]) {
  const record: (NewState & { id: number })[] = []
  let seenAt: Temporal.Instant | null = null
  for (const [minute, answer] of answers) {
    const open = record.filter((state) => state.end === null) as OpenState[]
    const { close, open: begun } = decideStates({ open, seenAt, everyMs: 60_000 }, answer, at(minute))
    for (const { id, end } of close) record.find((state) => state.id === id)!.end = end
    for (const state of begun) record.push({ ...state, id: record.length })
    if ('states' in answer) seenAt = at(minute)
  }
  return record
}

const told = (record: ReturnType<typeof play>) =>
  record.map(({ status, start, end }) => `${status} ${minuteOf(start)}-${end === null ? '' : minuteOf(end)}`)

describe('SLA §4(b), rows 22 and 23: a report', () => {
  test('runs from the first answer that showed it to the first that did not', () => {
    expect(
      told(
        play([
          [0, seen()],
          [1, seen(major)],
          [2, seen(major)],
          [3, seen()],
        ]),
      ),
    ).toEqual(['major_outage 1-3'])
  })

  test('of another state is another report, without a gap between them', () => {
    expect(
      told(
        play([
          [0, seen(major)],
          [1, seen(partial)],
          [2, seen()],
        ]),
      ),
    ).toEqual(['major_outage 0-1', 'partial_outage 1-2'])
  })

  test('ends with the last answer that showed it where nothing can be read any more', () => {
    expect(
      told(
        play([
          [0, seen(major)],
          [1, seen(major)],
          [2, UNREADABLE],
          [3, seen(major)],
          [4, seen()],
        ]),
      ),
    ).toEqual(['major_outage 0-1', 'unknown 1-3', 'major_outage 3-4'])
  })

  test('reaches over no gap in which nobody asked', () => {
    expect(
      told(
        play([
          [0, seen(major)],
          [1, seen(major)],
          [60, seen(major)],
          [61, seen()],
        ]),
      ),
    ).toEqual(['major_outage 0-1', 'unknown 1-60', 'major_outage 60-61'])
    expect(
      told(
        play([
          [0, seen()],
          [2, seen()],
          [60, seen()],
        ]),
      ),
    ).toEqual(['unknown 2-60'])
  })

  test('is none before the first answer, however that page dates its incident', () => {
    expect(
      told(
        play([
          [0, UNREADABLE],
          [1, UNREADABLE],
          [5, seen(major)],
        ]),
      ),
    ).toEqual(['unknown 0-5', 'major_outage 5-'])
  })

  test('begins anew where the component comes into use, as it counts from then on only', () => {
    const unused = { ...major, inUse: false }
    const record = play([
      [0, seen(unused)],
      [1, seen(major)],
    ])
    expect(record.map(({ inUse, start }) => [inUse, minuteOf(start)])).toEqual([
      [false, 0],
      [true, 1],
    ])
  })

  test('never ends before it began, though the clock was set back', () => {
    expect(
      told(
        play([
          [10, seen(major)],
          [5, seen()],
        ]),
      ),
    ).toEqual(['major_outage 10-10'])
  })
})

test('whatever is answered, an outage is on record only between two answers that follow each other, the first of which showed it', () => {
  const answer = fc.constantFrom<Seen>(seen(), seen(major), seen(partial), UNREADABLE)
  const answers = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), answer), { maxLength: 30 })
    .map((steps) => {
      let minute = 0
      return steps.map(([step, one]) => {
        minute += step
        return [minute, one] as const
      })
    })
  fc.assert(
    fc.property(answers, (given) => {
      const record = play(given).filter(({ status }) => status !== 'unknown')
      for (const { status, start, end } of record) {
        const shows = ([, one]: (typeof given)[number]) =>
          'states' in one && one.states.some((state) => state.status === status)
        given.forEach((answered, i) => {
          const next = given[i + 1]
          const [minute] = answered
          if (next === undefined || end === null) return
          const covered = minute >= minuteOf(start) && next[0] <= minuteOf(end)
          if (covered) expect(shows(answered) && 'states' in next[1] && next[0] - minute <= 2).toBe(true)
        })
      }
    }),
  )
})
