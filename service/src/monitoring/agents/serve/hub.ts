import type { Platform } from '@tractops/platform'
import { ANYTHING } from '@tractops/platform'
import { RECHECK } from '../../record/record-results.ts'

const TOPICS = new Set([RECHECK, 'agents', 'monitoring', ANYTHING])

/** Lets requests of agents wait until there may be something new for them. */
export class Hub {
  readonly #waiting = new Set<() => void>()
  readonly #forget: () => void
  #closed = false
  #told = 0

  constructor({ events }: Pick<Platform, 'events'>) {
    this.#forget = events.on((topic) => {
      if (TOPICS.has(topic)) this.wake()
    })
  }

  /** How often there was something new so far: to be read before looking, and handed to `wait`. */
  get told(): number {
    return this.#told
  }

  wake(): void {
    this.#told++
    for (const go of [...this.#waiting]) go()
  }

  /** Resolves when there may be something new since `told`, or after `ms`; true when it makes sense to look again. */
  wait(told: number, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#closed || signal.aborted || ms <= 0) return Promise.resolve(false)
    if (told !== this.#told) return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = (more: boolean) => {
        clearTimeout(timer)
        this.#waiting.delete(woken)
        signal.removeEventListener('abort', gone)
        resolve(more && !this.#closed)
      }
      const woken = () => done(true)
      const gone = () => done(false)
      const timer = setTimeout(() => done(false), ms)
      this.#waiting.add(woken)
      signal.addEventListener('abort', gone)
    })
  }

  /** Lets everybody go, so that the service can stop. */
  close(): void {
    this.#closed = true
    this.#forget()
    this.wake()
  }
}
