import type { Draft, Pending, Sending, Session, Summary } from './types.ts'

/** What outlives a reload, in the browser's own store and nowhere else. */
export type Kept = {
  /** Names what this browser uploads before anybody is known. */
  draftId: string
  email: string
  name: string
  /** By ticket; '' is the new question. */
  drafts: Record<string, Draft>
  outbox: Sending[]
  pending: Pending | null
  session: Session | null
  tickets: Summary[]
  /** Up to when each ticket was read here. */
  seen: Record<string, string>
}

const fresh = (): Kept => ({
  draftId: crypto.randomUUID(),
  email: '',
  name: '',
  drafts: {},
  outbox: [],
  pending: null,
  session: null,
  tickets: [],
  seen: {},
})

/** What is kept of one reader on this browser. Where the browser refuses to keep anything, it lasts as long as the page. */
export class Store {
  kept: Kept = fresh()
  #name = ''

  /** Takes up what is kept under `who`; readers of one computer do not see each other's. */
  open(server: string, who: string): void {
    const name = `tractops ${server} ${who}`
    if (name === this.#name) return
    this.#name = name
    const begun = this.kept.drafts['']
    this.kept = fresh()
    this.reread()
    // Somebody was faster than the page, which had yet to say who reads it.
    if (begun?.text) this.kept.drafts[''] = begun
    this.save()
  }

  /** What another tab has changed; what is being written here stays. */
  reread(): void {
    try {
      const found = localStorage.getItem(this.#name)
      if (found !== null) this.kept = { ...this.kept, ...(JSON.parse(found) as Kept) }
    } catch {
      // Nothing was kept.
    }
  }

  isOf(key: string | null): boolean {
    return key === this.#name
  }

  save(): void {
    try {
      localStorage.setItem(this.#name, JSON.stringify(this.kept))
    } catch {
      // It lasts as long as the page.
    }
  }

  draft(ticket: string): Draft {
    this.kept.drafts[ticket] ??= { kind: '', text: '', files: [] }
    return this.kept.drafts[ticket]
  }
}
