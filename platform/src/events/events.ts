import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from '../log.ts'
import { CHANNEL } from './announce.ts'

/** The topic that is told after the line to the database was cut: anything may have changed meanwhile. */
export const ANYTHING = '*'

export type Events = {
  /** Calls `listener` with the topic of each announcement, in this or any process, until the returned function is called. */
  on(listener: (topic: string) => void): () => void
  start(): Promise<void>
  stop(): Promise<void>
}

const firstPauseMs = 250
const longestPauseMs = 5_000

/**
 * Hears what `announce` says, over a connection of its own to `url`. A line that is cut is opened again, however long that
 * takes, and then everybody hears `ANYTHING`. `start` does not wait for a database that is away.
 */
export function createEvents(url: string, log: Logger): Events {
  const listeners = new Set<(topic: string) => void>()
  const stopping = new AbortController()
  let client: pg.Client | undefined
  let running: Promise<void> = Promise.resolve()

  function tell(topic: string): void {
    for (const listener of listeners) {
      try {
        listener(topic)
      } catch (err) {
        log.error({ err, topic }, 'a listener to announcements failed')
      }
    }
  }

  /** Listens until the line is cut. */
  async function listen(onListening: () => void): Promise<void> {
    const own = new pg.Client({ connectionString: url, application_name: 'tractops events', keepAlive: true })
    client = own
    const cut = new Promise<void>((resolve) => {
      own.on('error', () => resolve())
      own.on('end', () => resolve())
    })
    own.on('notification', ({ payload }) => tell(payload ?? ANYTHING))
    await own.connect()
    await own.query(`listen ${CHANNEL}`)
    onListening()
    await cut
  }

  async function keepListening(onFirst: () => void): Promise<void> {
    let pauseMs = firstPauseMs
    let before = false
    while (!stopping.signal.aborted) {
      try {
        await listen(() => {
          pauseMs = firstPauseMs
          onFirst()
          if (before) tell(ANYTHING)
          before = true
        })
      } catch (err) {
        log.debug({ err }, 'announcements cannot be heard just now; it is tried again')
      }
      onFirst()
      await client?.end().catch(() => {})
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  return {
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      const first = Promise.withResolvers<void>()
      running = keepListening(first.resolve)
      return first.promise
    },
    async stop() {
      stopping.abort()
      await client?.end().catch(() => {})
      await running
    },
  }
}
