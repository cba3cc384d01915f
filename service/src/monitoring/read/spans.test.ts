import { type StateInterval, worstOf } from '@tractops/sla'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, type Part, type Span, statesWithin, wholeOf } from './spans.ts'

const state = fc.constantFrom<StateInterval['state']>('up', 'degraded', 'down', 'unmeasured')
const spans = fc
  .uniqueArray(fc.integer({ min: -5, max: 45 }), { maxLength: 6 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((startMs, i) => (i % 2 === 0 ? [{ startMs, endMs: edges[i + 1] ?? 60 }] : [])),
  )
const part = fc
  .tuple(spans, fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), state), { maxLength: 6 }))
  .map(([spans, steps]): Part => {
    const transitions = steps.sort(([a], [b]) => a - b).map(([ms, state]) => ({ at: instant(ms), state }))
    return { spans, states: (window) => statesWithin(transitions as never, window) }
  })
const window: Span = { startMs: 0, endMs: 40 }

test('at every instant a whole is what the worst of the parts that belong to it then is, and unmeasured where none does', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const whole = wholeOf(parts, window)
      expect([whole[0]!.startMs, whole.at(-1)!.endMs]).toEqual([0, 40])
      whole.slice(1).forEach(({ startMs, state }, i) => {
        expect(startMs).toBe(whole[i]!.endMs)
        expect(state).not.toBe(whole[i]!.state)
      })
      for (let ms = 0; ms < 40; ms++) {
        const piece = { startMs: ms, endMs: ms + 1 }
        const here = parts.filter(({ spans }) => spans.some((s) => s.startMs <= ms && s.endMs > ms))
        const asIntervals = (p: Part) =>
          p.states(piece).map(({ state }) => ({ state, start: instant(ms), end: instant(ms + 1) }))
        const wanted = here.length === 0 ? 'unmeasured' : worstOf(here.map(asIntervals))[0]!.state
        const told = whole.find(({ startMs, endMs }) => startMs <= ms && endMs > ms)!
        expect(`${ms} ${told.state}`).toBe(`${ms} ${wanted}`)
      }
    }),
  )
})
