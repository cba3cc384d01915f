import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Clock } from '@tractops/platform'
import type { Assignment, Batch, Taken } from '../wire.ts'
import type { ServerClock } from './server-clock.ts'

const PATIENCE_MS = 10_000
const pack = promisify(gzip)

/** The server answered with a refusal; its problem document says which. */
export class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Talks with the server as one agent, and learns the server's clock from each answer that it did not wait for. */
export class Exchange {
  readonly #server: URL
  readonly #token: string
  readonly #own: Clock
  readonly #clock: ServerClock
  readonly #stopping: AbortSignal

  constructor(to: { server: URL; token: string; own: Clock; clock: ServerClock; stopping: AbortSignal }) {
    this.#server = to.server
    this.#token = to.token
    this.#own = to.own
    this.#clock = to.clock
    this.#stopping = to.stopping
  }

  /** @throws Refused, or whatever the network does. */
  assignment(query: {
    spool: string
    version: string | null
    since: number
    waitS: number
  }): Promise<Assignment> {
    const url = new URL('/api/v1/probe/assignment', this.#server)
    url.searchParams.set('spool', query.spool)
    url.searchParams.set('since', String(query.since))
    url.searchParams.set('wait', String(query.waitS))
    if (query.version !== null) url.searchParams.set('version', query.version)
    return this.#ask(url, {}, query.waitS * 1_000)
  }

  /** @throws Refused, or whatever the network does. */
  async deliver(batch: Batch): Promise<Taken> {
    const body = await pack(JSON.stringify(batch))
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    return this.#ask(new URL('/api/v1/probe/results', this.#server), { method: 'POST', headers, body }, 0)
  }

  async #ask<T extends { now: string }>(url: URL, init: RequestInit, waitMs: number): Promise<T> {
    const sentMs = this.#own.now().epochMilliseconds
    const answer = await fetch(url, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${this.#token}`, accept: 'application/json' },
      signal: AbortSignal.any([this.#stopping, AbortSignal.timeout(PATIENCE_MS + waitMs)]),
      redirect: 'error',
    })
    const text = await answer.text()
    if (answer.status !== 200) throw refusal(answer.status, text)
    const receivedMs = this.#own.now().epochMilliseconds
    const said = JSON.parse(text) as T
    const serverMs = Temporal.Instant.from(said.now).epochMilliseconds
    if (waitMs === 0) this.#clock.learn({ sentMs, receivedMs, serverMs })
    return said
  }
}

function refusal(status: number, text: string): Refused {
  try {
    const { code, detail } = JSON.parse(text) as { code: string; detail: string }
    return new Refused(status, code, detail)
  } catch {
    return new Refused(status, 'unknown', `the server answered ${status}`)
  }
}
