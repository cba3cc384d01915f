import { connect } from 'node:net'
import { elapsedMs, StartError } from '@tractops/platform'

export type Target = { host: string; port: number }

const PATIENCE_MS = 2_000
const KNOWN_FOR_MS = 5_000

/**
 * Control targets, each a `host:port` or an address of the web.
 *
 * @throws StartError that names the one that is neither.
 */
export function readTargets(texts: readonly string[]): Target[] {
  return texts.map((text) => {
    const url = URL.parse(/^https?:\/\//.test(text) ? text : `tcp://${text}`)
    const port = Number(url?.port || { 'https:': 443, 'http:': 80 }[url?.protocol ?? ''])
    if (url === null || url.hostname === '' || !(port > 0))
      throw new StartError(
        'configuration',
        `The control target "${text}" is not like host:port or https://host.`,
      )
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port }
  })
}

/** Says whether an agent sees anything at all: it does while one of its control targets takes a connection, or it has none. */
export class Controls {
  #targets: readonly Target[]
  #last: { startedMs: number; sees: Promise<boolean> } | null = null

  constructor(targets: readonly Target[]) {
    this.#targets = targets
  }

  set targets(targets: readonly Target[]) {
    this.#targets = targets
  }

  /** What is known from at most 5 s ago, or, `anew`, what is found now. */
  sees({ anew }: { anew: boolean }): Promise<boolean> {
    if (this.#targets.length === 0) return Promise.resolve(true)
    const nowMs = elapsedMs()
    const keepMs = anew ? 100 : KNOWN_FOR_MS
    if (this.#last === null || nowMs - this.#last.startedMs > keepMs)
      this.#last = { startedMs: nowMs, sees: anyOf(this.#targets) }
    return this.#last.sees
  }
}

async function anyOf(targets: readonly Target[]): Promise<boolean> {
  return Promise.any(targets.map(reach)).then(
    () => true,
    () => false,
  )
}

/** Resolves when the target takes a connection and keeps it for a moment; a proxy that is cut off takes and drops it. */
function reach({ host, port }: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS })
    const end = (settle: () => void) => {
      socket.destroy()
      settle()
    }
    socket.once('connect', () => setTimeout(() => end(resolve), 20))
    socket.once('timeout', () => end(() => reject(new Error('no answer'))))
    socket.once('error', reject)
    socket.once('end', () => end(() => reject(new Error('dropped'))))
    socket.once('close', () => reject(new Error('dropped')))
  })
}
