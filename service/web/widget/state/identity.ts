import type { Settings } from '../settings.ts'
import { ask, Refused } from './api.ts'
import type { Store } from './store.ts'

const SOON_MS = 60_000

/** Who the reader is: as the page says by a signed token, else by an address that was confirmed here. */
export class Identity {
  readonly #settings: Settings
  readonly #store: Store
  #token: string | null = null
  /** How often the page's token was refused on end; then the reader is asked for an address instead. */
  #refusals = 0

  constructor(settings: Settings, store: Store) {
    this.#settings = settings
    this.#store = store
  }

  /** Asks the page, and opens what is kept of its reader. */
  async begin(): Promise<void> {
    const claims = claimsOf(await this.#ofPage())
    this.#store.open(this.#settings.server, claims ? `${claims.sub ?? ''}` : '')
  }

  get known(): boolean {
    return this.#token !== null || this.#store.kept.session !== null
  }

  get email(): string {
    return claimsOf(this.#token)?.email ?? this.#store.kept.session?.email ?? ''
  }

  /** Asks as the reader. A token that is no good any more is replaced once; one of ours that has ended is forgotten. */
  async ask<T>(path: string, options: { body?: unknown; key?: string } = {}): Promise<T> {
    const token = await this.token()
    try {
      const answer = await ask<T>(this.#settings.server, path, { ...options, token })
      this.#refusals = 0
      return answer
    } catch (err) {
      if (!(err instanceof Refused && err.status === 401) || token === null) throw err
      this.refuse(token, err)
      const next = await this.token()
      if (next === null || next === token) throw err
      return ask<T>(this.#settings.server, path, { ...options, token: next })
    }
  }

  async token(): Promise<string | null> {
    return (await this.#ofPage()) ?? this.#store.kept.session?.token ?? null
  }

  /** Forgets what was refused; of the page's own token its developer is told why, where developers look. */
  refuse(token: string, why: Refused): void {
    if (token === this.#store.kept.session?.token) this.#store.kept.session = null
    else {
      console.error(`The help widget could not use this page’s token (${why.code}). ${why.message}`)
      this.#refusals += window.tractops?.token ? 1 : 2
      this.#token = null
    }
  }

  async #ofPage(): Promise<string | null> {
    if (this.#refusals > 1) return null
    const until = claimsOf(this.#token)?.exp ?? 0
    if (this.#token !== null && until * 1_000 > Date.now() + SOON_MS) return this.#token
    try {
      this.#token = (await window.tractops?.token?.()) ?? this.#settings.token
    } catch (err) {
      console.error('window.tractops.token() failed; the help widget asks for an address instead.', err)
      this.#token = null
    }
    return this.#token
  }
}

/** What a token says of itself, to choose what to show; whether it is true, the service judges. */
function claimsOf(token: string | null): { sub?: string; email?: string; exp?: number } | null {
  try {
    const body = token!.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
