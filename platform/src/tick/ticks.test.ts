import { describe, expect, it } from 'vitest'
import { ManualClock } from '../clock.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import { startTick, Ticks } from './ticks.ts'

const platform = () => ({
  clock: new ManualClock(Temporal.Instant.from('2026-11-24T09:00:00Z')),
  log: createLog('silent'),
  metrics: createMetrics(),
  ticks: new Ticks(),
})

describe('a tick', () => {
  it('never overlaps itself, and its stop waits for the run under way', async () => {
    const p = platform()
    let running = 0
    let most = 0
    let runs = 0
    const third = Promise.withResolvers<void>()
    const tick = startTick(p, {
      name: 'slow',
      everyMs: 5,
      run: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((r) => setTimeout(r, 20))
        running -= 1
        runs += 1
        if (runs === 3) third.resolve()
      },
    })
    await third.promise
    await tick.stop()
    expect({ most, running }).toEqual({ most: 1, running: 0 })
    const after = runs
    await new Promise((r) => setTimeout(r, 30))
    expect(runs).toBe(after)
  })

  it('goes on after an error, counts it, and is fresh again once it succeeds', async () => {
    const p = platform()
    let runs = 0
    const good = Promise.withResolvers<void>()
    const tick = startTick(p, {
      name: 'flaky',
      everyMs: 5,
      run: async () => {
        runs += 1
        if (runs < 3) throw new Error('not yet')
        good.resolve()
      },
    })
    await new Promise(setImmediate)
    expect(p.ticks.health(p.clock.now())).toMatchObject([{ fresh: false, error: 'not yet' }])
    await good.promise
    await new Promise(setImmediate)
    expect(p.ticks.health(p.clock.now())).toMatchObject([{ fresh: true, error: null }])
    expect((await p.metrics.tickFailures.get()).values).toMatchObject([
      { labels: { tick: 'flaky' }, value: 2 },
    ])
    await tick.stop()
  })

  it('is handed the instant of the clock, and has a name of its own', async () => {
    const p = platform()
    const seen: string[] = []
    const tick = startTick(p, {
      name: 'one',
      everyMs: 60_000,
      run: async (now) => void seen.push(String(now)),
    })
    expect(() => startTick(p, { name: 'one', everyMs: 60_000, run: async () => {} })).toThrow(
      'a tick named one runs already',
    )
    await tick.stop()
    expect(seen).toEqual(['2026-11-24T09:00:00Z'])
  })
})
