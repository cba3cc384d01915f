import { type Clock, elapsedMs } from '../clock.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { nextBeat } from './next-beat.ts'

type TickState = {
  everyMs: number
  startedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  error: string | null
}

export type TickHealth = { name: string; fresh: boolean; finishedAt: string | null; error: string | null }

/** What the ticks of a process last did, for `/readyz`. */
export class Ticks {
  readonly #states = new Map<string, TickState>()

  /** Called by `startTick`. */
  track(name: string, everyMs: number, now: Temporal.Instant): TickState {
    if (this.#states.has(name)) throw new Error(`a tick named ${name} runs already`)
    const state: TickState = { everyMs, startedAt: now, finishedAt: null, error: null }
    this.#states.set(name, state)
    return state
  }

  forget(name: string): void {
    this.#states.delete(name)
  }

  /** A tick is fresh when its last run did not fail and ended within three of its intervals, or 15 s if that is longer. */
  health(now: Temporal.Instant): TickHealth[] {
    return [...this.#states].map(([name, s]) => {
      const ageMs = now.epochMilliseconds - (s.finishedAt ?? s.startedAt).epochMilliseconds
      const fresh = s.error === null && ageMs <= Math.max(3 * s.everyMs, 15_000)
      return { name, fresh, finishedAt: s.finishedAt?.toString() ?? null, error: s.error }
    })
  }
}

export type TickOptions = { name: string; everyMs: number; run: (now: Temporal.Instant) => Promise<void> }

const longestBackoffMs = 60_000

/**
 * Runs `run` at once and then every `everyMs`. Runs never overlap: a run that takes longer than its interval skips the
 * beats it missed and goes on with the next, on the original beat, so the beat does not drift. After an error the
 * pause doubles, up to a minute, until a run succeeds. `stop` waits for the run under way.
 */
export function startTick(
  p: { clock: Clock; log: Logger; metrics: Metrics; ticks: Ticks },
  { name, everyMs, run }: TickOptions,
): { stop(): Promise<void> } {
  const state = p.ticks.track(name, everyMs, p.clock.now())
  const lag = p.metrics.tickLagSeconds.labels(name)
  const beats = { originMs: elapsedMs(), everyMs }
  let failures = 0
  let number = 0
  let dueAt = beats.originMs
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()

  async function beat(): Promise<void> {
    lag.set(Math.max(0, elapsedMs() - dueAt) / 1000)
    try {
      await run(p.clock.now())
      if (failures > 0) p.log.info({ tick: name, failures }, 'a tick works again')
      failures = 0
      state.error = null
    } catch (err) {
      failures += 1
      state.error = err instanceof Error ? err.message : String(err)
      p.metrics.tickFailures.inc({ tick: name })
      p.log.error({ err, tick: name, failures }, 'a tick failed; it will be tried again')
    }
    state.finishedAt = p.clock.now()
    if (!stopped) schedule()
  }

  function schedule(): void {
    const pauseMs = failures === 0 ? 0 : Math.min(longestBackoffMs, everyMs * 2 ** (failures - 1))
    number = nextBeat(beats, number, elapsedMs() + pauseMs)
    dueAt = beats.originMs + number * everyMs
    timer = setTimeout(start, Math.max(0, dueAt - elapsedMs()))
  }

  function start(): void {
    underWay = beat()
  }

  start()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underWay
      p.ticks.forget(name)
    },
  }
}
