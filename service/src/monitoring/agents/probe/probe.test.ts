import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '@tractops/platform'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MonitorResult } from '../../record/results.ts'
import { Controls, readTargets } from './controls.ts'
import { ServerClock } from './server-clock.ts'
import { Spool } from './spool.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tractops-probe-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => join(folder, 'spool.jsonl')
const result = (atMs: number): MonitorResult => {
  const found = { state: 'up' as const, reason: null, latencyMs: 1, statusCode: 200 }
  return { component: 'app', monitor: 'page', atMs, ...found }
}
const times = (found: Awaited<ReturnType<Spool['next']>>) => found?.results.map((one) => one.atMs) ?? []

describe('the spool', () => {
  test('hands out what was added in order, numbered, until it is delivered', async () => {
    const spool = await Spool.open(path())
    for (let i = 1; i <= 5; i++) await spool.add(result(i))
    expect(await spool.next(2)).toMatchObject({ spool: spool.name, first: 1 })
    await spool.delivered(2)
    const next = await spool.next(10)
    expect([next!.first, times(next)]).toEqual([3, [3, 4, 5]])
    await spool.delivered(5)
    expect(await spool.next(10)).toBeNull()
    await spool.close()
  })

  test('a killed process finds everything that was added, and goes on counting', async () => {
    const killed = await Spool.open(path())
    for (let i = 1; i <= 3; i++) await killed.add(result(i))
    const spool = await Spool.open(path())
    await spool.add(result(4))
    expect(spool.name).toBe(killed.name)
    const next = await spool.next(10)
    expect([next!.first, times(next)]).toEqual([1, [1, 2, 3, 4]])
    await spool.delivered(2)
    expect((await spool.next(10))!.first).toBe(3)
    await killed.close()
    await spool.close()
  })

  test('a line that a crash cut off is removed; the others keep their numbers', async () => {
    const before = await Spool.open(path())
    await before.add(result(1))
    await before.close()
    appendFileSync(path(), '{"component":"app","mon')
    const spool = await Spool.open(path())
    await spool.add(result(2))
    expect([spool.name, times(await spool.next(10))]).toEqual([before.name, [1, 2]])
    await spool.close()
  })

  test.each([
    ['its head', (text: string) => text.slice(9)],
    ['a line of it', (text: string) => text.replace('"atMs":2', '"at')],
  ])('when %s is damaged, what can be read goes into a new one', async (_, damage) => {
    const before = await Spool.open(path())
    for (let i = 1; i <= 3; i++) await before.add(result(i))
    await before.close()
    writeFileSync(path(), damage(readFileSync(path(), 'utf8')))
    const spool = await Spool.open(path())
    const next = await spool.next(10)
    expect([next!.spool === before.name, next!.first]).toEqual([false, 1])
    expect(times(next)).toEqual(expect.arrayContaining([1, 3]))
    await spool.close()
  })

  test('a full one drops what is new and says so, and has no holes in its numbers', async () => {
    const spool = await Spool.open(path(), 300)
    const taken = []
    for (let i = 1; i <= 5; i++) taken.push(await spool.add(result(i)))
    expect(taken).toEqual([true, true, false, false, false])
    expect([spool.waiting, spool.dropped]).toEqual([2, 3])
    await spool.delivered(2)
    expect(await spool.add(result(6))).toBe(true)
    expect(await spool.next(10)).toMatchObject({ first: 3, results: [{ atMs: 6 }] })
    await spool.close()
  })

  test('whatever is added, delivered, killed and begun anew: every result once, in order', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 2_000 }) }),
      fc.record({ kind: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ kind: fc.constantFrom('kill' as const, 'renew' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        rmSync(path(), { force: true })
        let spool = await Spool.open(path())
        let added = 0
        const delivered: number[] = []
        const deliver = async (most: number) => {
          const next = await spool.next(most)
          if (next === null) return false
          delivered.push(...times(next))
          await spool.delivered(next.first + next.results.length - 1)
          return true
        }
        for (const one of steps) {
          if (one.kind === 'add') for (let i = 0; i < one.count; i++) await spool.add(result(++added))
          else if (one.kind === 'deliver') await deliver(one.count)
          else if (one.kind === 'renew') await spool.renew()
          else {
            // What was delivered since the file was last written anew is numbered there still; the server tells how far it is.
            const seq = ((await spool.next(1))?.first ?? Number.POSITIVE_INFINITY) - 1
            await spool.close()
            spool = await Spool.open(path())
            await spool.delivered(seq)
          }
        }
        while (await deliver(1_000));
        await spool.close()
        expect(delivered).toEqual(Array.from({ length: added }, (_, i) => i + 1))
      }),
      { numRuns: 15 },
    )
  })
})

describe('the server’s clock', () => {
  test('is told within half a round trip, however far ours is off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -86_400_000, max: 86_400_000 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
          minLength: 1,
          maxLength: 20,
        }),
        (offMs, trips) => {
          const own = new ManualClock(Temporal.Instant.from('2026-11-10T10:00:00Z'))
          const clock = new ServerClock(own, 0)
          const server = () => own.now().epochMilliseconds + offMs
          let best = Number.POSITIVE_INFINITY
          for (const [there, back] of trips.slice(-8)) {
            const sentMs = own.now().epochMilliseconds
            own.advance(there)
            const serverMs = server()
            own.advance(back)
            clock.learn({ sentMs, receivedMs: own.now().epochMilliseconds, serverMs })
            best = Math.min(best, there + back)
          }
          expect(Math.abs(clock.now().epochMilliseconds - server())).toBeLessThanOrEqual(best + 20)
        },
      ),
    )
  })

  test('follows ours when that is set, and does not tremble while it is not', () => {
    const own = new ManualClock(Temporal.Instant.from('2026-11-10T10:00:00Z'))
    const clock = new ServerClock(own, 0)
    const exchange = (offMs: number, roundTripMs: number) => {
      const sentMs = own.now().epochMilliseconds
      own.advance(roundTripMs)
      const receivedMs = own.now().epochMilliseconds
      clock.learn({ sentMs, receivedMs, serverMs: (sentMs + receivedMs) / 2 + offMs })
    }
    exchange(5_000, 10)
    expect(clock.skew).toEqual({ skewMs: -5_000, roundTripMs: 10 })
    exchange(5_010, 10)
    exchange(4_800, 800)
    expect(clock.offsetMs).toBe(5_000)
    own.advance(-3_600_000)
    exchange(3_605_000, 10)
    expect(clock.offsetMs).toBe(3_605_000)
  })
})

describe('control targets', () => {
  test('are written as host:port or as addresses', () => {
    expect(readTargets(['192.0.2.1:53', 'https://example.com/x', 'http://[::1]:8080'])).toEqual([
      { host: '192.0.2.1', port: 53 },
      { host: 'example.com', port: 443 },
      { host: '::1', port: 8080 },
    ])
    for (const wrong of ['example.com', '', 'ftp://example.com', 'a:0'])
      expect(() => readTargets([wrong])).toThrow('control target')
  })

  test('one that answers is enough; none that does means blind; no target at all is never blind', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const controls = new Controls(readTargets([`127.0.0.1:${port}`, '127.0.0.1:1']))
    expect(await controls.sees({ anew: true })).toBe(true)
    const none = new Controls(readTargets(['127.0.0.1:1']))
    expect(await none.sees({ anew: true })).toBe(false)
    expect(await new Controls([]).sees({ anew: true })).toBe(true)
    server.close()
  })
})
