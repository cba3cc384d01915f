import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at } from '../../test/cast.ts'
import { refusal } from '../../test/refusal.ts'
import { runs } from '../../test/runs.ts'
import {
  intervalsOf,
  type MonitorState,
  newTrack,
  observe,
  type StateInterval,
  stateAt,
  type Track,
  worstOf,
} from '../index.ts'

const RULE = { intervalMs: 20_000 }
const START_MS = Date.UTC(2026, 10, 10)
const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(START_MS + seconds * 1000)
const seconds = (i: Temporal.Instant) => (i.epochMilliseconds - START_MS) / 1000

type Check = { t: number; state: MonitorState }

/** Takes checks in one by one, the track through JSON between them, as a row of a database would hold it. */
function watch(checks: readonly Check[]) {
  let track: Track = newTrack()
  const transitions: { at: Temporal.Instant; state: StateInterval['state'] }[] = []
  const rechecks: boolean[] = []
  for (const { t, state } of checks) {
    const step = observe(track, { at: instant(t), state }, RULE)
    track = JSON.parse(JSON.stringify(step.track))
    transitions.push(...step.transitions)
    rechecks.push(step.recheck)
  }
  return { track, transitions, rechecks, told: transitions.map((t) => `${seconds(t.at)} ${t.state}`) }
}

const every20 = (...states: MonitorState[]) => watch(states.map((state, i) => ({ t: i * 20, state })))

describe('one failed check is no outage; two are, from the first', () => {
  test('an outage is dated from its first failed to its first good check (row 3)', () => {
    const { told, rechecks } = every20('up', 'down', 'down', 'down', 'up', 'up')
    expect(told).toEqual(['0 up', '20 down', '80 up'])
    expect(rechecks).toEqual([false, true, false, false, false, false])
  })

  test('a lone failure leaves no trace', () => {
    const { told, rechecks } = every20('up', 'down', 'up', 'down', 'up')
    expect(told).toEqual(['0 up'])
    expect(rechecks).toEqual([false, true, false, true, false])
  })

  test('two failing checks that differ confirm the milder, and the worse is confirmed by the next', () => {
    expect(every20('up', 'degraded', 'down', 'up').told).toEqual(['0 up', '20 degraded', '60 up'])
    expect(every20('up', 'degraded', 'down', 'down').told).toEqual(['0 up', '20 degraded', '40 down'])
    expect(every20('up', 'down', 'degraded', 'up').told).toEqual(['0 up', '20 degraded', '60 up'])
  })

  test('down, then only degraded, is degraded at once', () => {
    expect(every20('up', 'down', 'down', 'degraded').told).toEqual(['0 up', '20 down', '60 degraded'])
  })

  test('the first check of all needs a second one when it fails', () => {
    expect(every20('down').told).toEqual([])
    expect(every20('down', 'down').told).toEqual(['0 down'])
    expect(every20('down', 'up').told).toEqual(['0 up'])
  })
})

describe('silence is unmeasured (row 6)', () => {
  test('from the last check on, until a check is confirmed again', () => {
    const { told } = watch([
      { t: 0, state: 'up' },
      { t: 20, state: 'up' },
      { t: 100, state: 'down' },
      { t: 101, state: 'down' },
    ])
    expect(told).toEqual(['0 up', '20 unmeasured', '100 down'])
  })

  test('a failure that silence followed is not confirmed by what comes after', () => {
    const { told } = watch([
      { t: 0, state: 'up' },
      { t: 20, state: 'down' },
      { t: 100, state: 'down' },
      { t: 120, state: 'up' },
    ])
    expect(told).toEqual(['0 up', '20 unmeasured', '100 up'])
  })

  test('two silences in a row are told once', () => {
    const { told } = watch([
      { t: 0, state: 'up' },
      { t: 100, state: 'down' },
      { t: 200, state: 'up' },
    ])
    expect(told).toEqual(['0 up', '0 unmeasured', '200 up'])
  })

  test('the state now: confirmed, or unmeasured since the last check', () => {
    const { track } = every20('up', 'down', 'down')
    expect(stateAt(track, instant(80), RULE)).toEqual({ state: 'down', since: instant(20) })
    expect(stateAt(track, instant(80.001), RULE)).toEqual({ state: 'unmeasured', since: instant(40) })
    expect(stateAt(every20('down').track, instant(1), RULE)).toEqual({ state: 'unmeasured', since: null })
    expect(stateAt(track, instant(81), { ...RULE, gapFactor: 3 }).state).toBe('down')
  })
})

test('a check older than the one before is refused, one of the same instant is not', () => {
  const { track } = every20('up', 'up')
  const late = { at: instant(19.999), state: 'up' as const }
  expect(refusal(() => observe(track, late, RULE)).code).toBe('observation_out_of_order')
  expect(() => observe(track, { at: instant(20), state: 'up' }, RULE)).not.toThrow()
})

const RANK = { up: 0, degraded: 1, down: 2 } as const

/** What holds from each check on, with all later checks known: a worse state needs the next check of the same stretch. */
function inHindsight(checks: readonly Check[]): (MonitorState | 'unmeasured')[] {
  const states: (MonitorState | 'unmeasured')[] = []
  checks.forEach(({ state }, i) => {
    const joined = (a: number, b: number) =>
      checks[b] !== undefined && checks[a] !== undefined && checks[b].t - checks[a].t <= 40
    const before = joined(i - 1, i) ? states[i - 1]! : 'unmeasured'
    const next = joined(i, i + 1) ? checks[i + 1]!.state : null
    const silence = checks[i + 1] !== undefined && next === null
    const known = before === 'unmeasured' ? -1 : RANK[before]
    const milder = next === null ? null : RANK[next] < RANK[state] ? next : state
    if (state === 'up' || RANK[state] <= known) states.push(state)
    else if (milder === null) states.push(before)
    else states.push(RANK[milder] > known ? milder : before)
    if (silence) states[i] = 'unmeasured'
  })
  return states
}

const checks = fc
  .array(
    fc.tuple(fc.constantFrom(1, 20, 40, 41, 100), fc.constantFrom<MonitorState>('up', 'degraded', 'down')),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((steps) => {
    let t = 0
    return steps.map(([wait, state]) => {
      t += wait
      return { t, state }
    })
  })

test('told check by check, it is what one would say in hindsight', () => {
  fc.assert(
    fc.property(checks, (given) => {
      const states = inHindsight(given)
      const { transitions } = watch(given)
      const window = { start: instant(given[0]!.t), end: instant(given.at(-1)!.t + 1) }
      const intervals = intervalsOf(transitions, window)
      given.forEach(({ t }, i) => {
        const here = intervals.find((s) => seconds(s.start) <= t && t < seconds(s.end))!
        expect(`${t} ${here.state}`).toBe(`${t} ${states[i]}`)
      })
    }),
    runs(2000),
  )
})

test('transitions come in order, and each changes the state', () => {
  fc.assert(
    fc.property(checks, (given) => {
      const { transitions, track } = watch(given)
      transitions.forEach((t, i) => {
        const last = transitions[i - 1]
        if (last === undefined) return
        expect(seconds(t.at)).toBeGreaterThanOrEqual(seconds(last.at))
        expect(t.state).not.toBe(last.state)
      })
      const now = instant(given.at(-1)!.t)
      expect(stateAt(track, now, RULE).state).toBe(transitions.at(-1)?.state ?? 'unmeasured')
    }),
    runs(500),
  )
})

describe('intervals of a window', () => {
  const window = { start: instant(100), end: instant(200) }
  const of = (...transitions: [number, StateInterval['state']][]) =>
    intervalsOf(
      transitions.map(([t, state]) => ({ at: instant(t), state })),
      window,
    ).map((i) => `${seconds(i.start)}-${seconds(i.end)} ${i.state}`)

  test('are contiguous, cut at the window, and unmeasured before the first transition', () => {
    expect(of()).toEqual(['100-200 unmeasured'])
    expect(of([150, 'up'])).toEqual(['100-150 unmeasured', '150-200 up'])
    expect(of([10, 'up'], [50, 'down'], [150, 'up'], [300, 'down'])).toEqual(['100-150 down', '150-200 up'])
    expect(of([100, 'down'], [200, 'up'])).toEqual(['100-200 down'])
  })

  test('neighbours of one state are one, and what lasted no time is not there', () => {
    expect(of([100, 'up'], [120, 'up'], [140, 'down'], [140, 'up'])).toEqual(['100-200 up'])
  })

  test('an empty window has none', () => {
    expect(intervalsOf([{ at: instant(1), state: 'up' }], { start: instant(5), end: instant(5) })).toEqual([])
  })
})

describe('the worst of several monitors', () => {
  const parts = fc.array(
    fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom<StateInterval['state']>('up', 'degraded', 'down', 'unmeasured'),
      ),
      {
        maxLength: 6,
      },
    ),
    { minLength: 1, maxLength: 4 },
  )
  const WORST = ['down', 'unmeasured', 'degraded', 'up'] as const

  test('is down over unmeasured over degraded over up, at every second', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const window = { start: instant(0), end: instant(30) }
        const timelines = given.map((steps) =>
          intervalsOf(
            [...steps].sort(([a], [b]) => a - b).map(([t, state]) => ({ at: instant(t), state })),
            window,
          ),
        )
        const stateOf = (line: readonly StateInterval[], t: number) =>
          line.filter((i) => seconds(i.start) <= t && t < seconds(i.end)).map((i) => i.state)
        const whole = worstOf(timelines)
        for (let t = 0; t < 30; t++) {
          const states = timelines.flatMap((line) => stateOf(line, t))
          expect(stateOf(whole, t)).toEqual([WORST.find((state) => states.includes(state))])
        }
        whole.forEach((i, n) => {
          if (n > 0) expect([i.start, i.state === whole[n - 1]!.state]).toEqual([whole[n - 1]!.end, false])
        })
      }),
      runs(500),
    )
  })

  test('of nothing is nothing', () => {
    expect(worstOf([])).toEqual([])
    expect(worstOf([[]])).toEqual([])
  })

  test('a part that ends early is unmeasured after that', () => {
    const [a, b] = [at('2026-11-10T00:00:00Z'), at('2026-11-10T01:00:00Z')]
    const c = at('2026-11-10T02:00:00Z')
    const whole = worstOf([[{ state: 'up', start: a, end: b }], [{ state: 'up', start: a, end: c }]])
    expect(whole.map((i) => `${i.start} ${i.state}`)).toEqual([`${a} up`, `${b} unmeasured`])
  })
})
