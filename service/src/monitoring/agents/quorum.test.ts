import { type MonitorState, newTrack, observe } from '@tractops/sla'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newMemory, takeResult } from '../record/take-result.ts'
import { type Held, takeTogether } from '../record/take-together.ts'
import type { AgentChange } from './quorum.ts'
import { replay } from './replay.ts'

const EVERY_MS = 20_000
const STATES: MonitorState[] = ['up', 'degraded', 'down']

type Check = { agent: number; t: number; state: MonitorState; blind?: boolean }

/** Several agents' checks as they come in, `t` in seconds; what stands after each, and every transition. */
function watchTogether(checks: readonly Check[]) {
  const held = newHeld()
  const told: string[] = []
  const stood: (string | null)[] = []
  for (const { agent, t, state, blind } of checks) {
    const atMs = t * 1_000
    const memory = held.observers.get(agent) ?? newMemory()
    if (blind) held.observers.set(agent, { ...memory, blindAtMs: atMs })
    const taken = blind ? null : takeResult(memory, { atMs, state, reason: null }, EVERY_MS)
    if (taken !== null) {
      held.observers.set(agent, taken.memory)
      for (const one of takeTogether(held, atMs))
        told.push(`${one.at.epochMilliseconds / 1_000} ${one.state}`)
    }
    stood.push(held.track.confirmed?.state ?? null)
  }
  return { told, stood }
}

function newHeld(): Held {
  const track = { lastAtMs: null, confirmed: null, pending: null }
  return { everyMs: EVERY_MS, track, observers: new Map() }
}

/** What the engine says of one agent's checks. */
function alone(checks: readonly Check[]): string[] {
  let track = newTrack()
  return checks.flatMap(({ t, state }) => {
    const at = Temporal.Instant.fromEpochMilliseconds(t * 1_000)
    const seen = observe(track, { at, state }, { intervalMs: EVERY_MS })
    track = seen.track
    return seen.transitions.map((one) => `${one.at.epochMilliseconds / 1_000} ${one.state}`)
  })
}

/** Checks of `agents` agents, each on its own beat, in order of time; now and then one is silent for long. */
const checksOf = (agents: number, blind = false) =>
  fc
    .array(
      fc.record({
        agent: fc.integer({ min: 0, max: agents - 1 }),
        wait: fc.constantFrom(1, 5, 19, 39, 100),
        state: fc.constantFrom(...STATES),
        blind: blind ? fc.boolean() : fc.constant(false),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((steps) => {
      let t = 0
      return steps.map(({ wait, ...check }) => {
        t += wait
        return { ...check, t }
      })
    })

describe('what the agents say together', () => {
  test('one agent is taken at its word: exactly what observe says of its checks', () => {
    fc.assert(
      fc.property(checksOf(1), (checks) => {
        expect(watchTogether(checks).told).toEqual(alone(checks))
      }),
      { numRuns: 2_000 },
    )
  })

  test('it does not matter which agent is which', () => {
    fc.assert(
      fc.property(checksOf(4), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (checks, names) => {
        const renamed = checks.map((check) => ({ ...check, agent: names[check.agent]! }))
        expect(watchTogether(renamed).told).toEqual(watchTogether(checks).told)
      }),
      { numRuns: 1_000 },
    )
  })

  test('what a blind agent reports does not matter', () => {
    fc.assert(
      fc.property(checksOf(3), checksOf(1), (checks, others) => {
        const blind = others.map((check) => ({ ...check, agent: 9, blind: true }))
        const mixed = [...checks, ...blind].sort((a, b) => a.t - b.t)
        expect(watchTogether(mixed).told).toEqual(watchTogether(checks).told)
      }),
      { numRuns: 1_000 },
    )
  })

  test('a minority never changes the state', () => {
    fc.assert(
      fc.property(checksOf(1), fc.constantFrom(...STATES), (odd, state) => {
        const endT = odd.at(-1)!.t + 20
        const most: Check[] = []
        for (let t = 0; t <= endT; t += 10)
          for (const agent of [1, 2]) most.push({ agent, t: t + agent / 4, state })
        const start = { agent: 0, t: 1, state }
        const late = odd.map((check) => ({ ...check, t: check.t + 12 }))
        const all = [...most, start, ...late].sort((a, b) => a.t - b.t)
        const { stood } = watchTogether(all)
        expect(new Set(stood.slice(6))).toEqual(new Set([state]))
      }),
      { numRuns: 500 },
    )
  })

  test('no transition goes back in time, and each changes the state', () => {
    fc.assert(
      fc.property(checksOf(4, true), (checks) => {
        const told = watchTogether(checks).told.map((line) => line.split(' ') as [string, string])
        told.forEach(([t, state], i) => {
          if (i === 0) return
          expect(Number(t)).toBeGreaterThanOrEqual(Number(told[i - 1]![0]))
          expect(state).not.toBe(told[i - 1]![1])
        })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('three agents', () => {
  const at = (agent: number, t: number, state: MonitorState): Check => ({ agent, t, state })
  const good = [0, 1, 2].map((agent) => at(agent, 80 + agent * 5, 'up'))

  test('an outage is dated at the first failed check of any, once most have confirmed it (row 3)', () => {
    const { told, stood } = watchTogether([
      ...good,
      at(0, 100, 'down'),
      at(1, 100.2, 'down'),
      at(2, 100.3, 'up'),
      at(0, 101, 'down'),
      at(1, 101.2, 'down'),
    ])
    expect(told).toEqual(['80 up', '100 down'])
    expect(stood.slice(-2)).toEqual(['up', 'down'])
  })

  test('a recovery is dated at the first good check of any, once most are good again (row 3)', () => {
    const down = [0, 1, 2].flatMap((agent) => [
      at(agent, 100 + agent / 10, 'down'),
      at(agent, 101 + agent / 10, 'down'),
    ])
    const { told, stood } = watchTogether([...good, ...down, at(0, 120, 'up'), at(1, 125, 'up')])
    expect(told).toEqual(['80 up', '100 down', '120 up'])
    expect(stood.slice(-2)).toEqual(['down', 'up'])
  })

  test('an agent that was not looking does not make an outage longer', () => {
    const two = [
      at(0, 0, 'up'),
      at(1, 1, 'up'),
      at(0, 20, 'down'),
      at(0, 21, 'down'),
      at(1, 22, 'down'),
      at(1, 23, 'down'),
    ]
    const { told } = watchTogether([...two, at(0, 40, 'up'), at(1, 62, 'up'), at(0, 63, 'up')])
    expect(told).toEqual(['0 up', '20 down', '40 up'])
  })

  test('an outage is dated at the first failed check also of one that is lost since (row 3)', () => {
    const { told } = watchTogether([
      ...good,
      at(0, 99, 'up'),
      at(2, 100, 'down'),
      at(2, 101, 'down'),
      at(2, 120, 'down'),
      { ...at(2, 140, 'down'), blind: true },
      at(0, 145, 'down'),
      at(0, 146, 'down'),
    ])
    expect(told).toEqual(['80 up', '100 down'])
  })

  test('one that has failed alone for long does not date the outage back to then', () => {
    const checks = [...good]
    for (let t = 100; t < 400; t += 10) checks.push(at(0, t, 'down'), at(1, t + 1, 'up'), at(2, t + 2, 'up'))
    const { told } = watchTogether([
      ...checks,
      at(1, 400, 'down'),
      at(2, 400.5, 'down'),
      at(1, 401, 'down'),
      at(2, 401.5, 'down'),
    ])
    expect(told).toEqual(['80 up', '400 down'])
  })

  test('when the others fall silent, who is left tells, and not of the time that they had measured', () => {
    const checks = [...good]
    for (let t = 86; t < 200; t += 10) checks.push(at(0, t, 'down'))
    const { told } = watchTogether(checks.sort((a, b) => a.t - b.t))
    expect(told).toEqual(['80 up', '90 down'])
  })

  test('a failure that the next check denied ends no outage at itself', () => {
    const down = [0, 1, 2].flatMap((agent) => [
      at(agent, 100 + agent / 10, 'down'),
      at(agent, 101 + agent / 10, 'down'),
    ])
    const still = [120, 140].flatMap((t) => [at(1, t, 'down'), at(2, t + 1, 'down')])
    const { told } = watchTogether([
      ...[...good, ...down, ...still],
      ...[at(0, 150, 'down'), at(0, 151, 'up'), at(1, 152, 'up')],
    ])
    expect(told).toEqual(['80 up', '100 down', '151 up'])
  })

  test('what an agent saw before another one saw it fail ends no outage', () => {
    const { told } = watchTogether([
      at(0, 0, 'up'),
      at(1, 20, 'down'),
      at(1, 21, 'down'),
      { ...at(1, 41, 'down'), blind: true },
      at(0, 14, 'up'),
      at(0, 34, 'down'),
      at(0, 35, 'down'),
    ])
    expect(told.at(-1)).toBe('20 down')
  })

  test('half against half changes nothing', () => {
    const two = [at(0, 0, 'up'), at(1, 1, 'up'), at(0, 20, 'down'), at(0, 21, 'down'), at(1, 21.5, 'up')]
    expect(watchTogether(two).told).toEqual(['0 up'])
  })
})

describe('said again of a stretch that has passed', () => {
  const window = { startMs: 0, endMs: 600_000 }
  const present = { state: 'up' as const, sinceMs: 0 }
  const seen = (...changes: [number, AgentChange['state']][]): AgentChange[] =>
    changes.map(([t, state]) => ({ atMs: t * 1_000, state, beforeMs: (t - 20) * 1_000, reason: null }))
  const words = (found: ReturnType<typeof replay>) =>
    found.map((one) => `${one.at.epochMilliseconds / 1_000} ${one.state}`)

  test('one agent that watched all the while is what it says', () => {
    const changes = seen([-100, 'up'], [120, 'down'], [300, 'up'])
    expect(words(replay(present, [changes], window))).toEqual(['120 down', '300 up'])
  })

  test('what nobody watched stays unmeasured', () => {
    expect(words(replay(present, [], window))).toEqual(['0 unmeasured'])
    expect(words(replay(present, [seen([-100, 'up'], [200, 'unmeasured'])], window))).toEqual([
      '200 unmeasured',
    ])
  })

  test('it does not matter who delivered first', () => {
    const change = fc.tuple(
      fc.integer({ min: 0, max: 599 }),
      fc.constantFrom<AgentChange['state']>('up', 'degraded', 'down', 'unmeasured'),
    )
    const agent = fc.array(change, { maxLength: 6 }).map((list) => seen(...list.sort((a, b) => a[0] - b[0])))
    fc.assert(
      fc.property(fc.array(agent, { minLength: 1, maxLength: 4 }), (agents) => {
        expect(replay(present, agents.toReversed(), window)).toEqual(replay(present, agents, window))
      }),
      { numRuns: 1_000 },
    )
  })
})
