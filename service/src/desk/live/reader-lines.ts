import { ANYTHING, AppError, type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { DESK } from '../hold.ts'
import { lastTicketChange } from '../webhooks/ticket-told.ts'
import { type ShownChange, shownChanges } from './shown-changes.ts'

/** Each tab that is looked at has one; a browser has six connections to a server that speaks HTTP/1.1, and the rest of the page needs some. */
const MOST_OF_A_READER = 4
const MOST = 5_000
const WAIT_S = 60

export type LineReader = { email: string; customerIds?: readonly string[] }

type Line = {
  /** Called with the id of each ticket that has changed for readers, where it seems to be this reader's. Whoever opened it proves that. */
  onChange: (ticketId: string) => void
  close(): void
}
type Open = Line & { email: string; customerIds: ReadonlySet<string> }

/**
 * The lines over which readers of this process hear that a ticket of theirs has changed. However many there are, a change is read
 * once; while there are none, nothing is read.
 */
export class ReaderLines {
  readonly #p: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>
  readonly #lines = new Set<Open>()
  #forget: (() => void) | null = null
  /** Resolves once it is known up to which change everybody has heard. */
  #ready: Promise<void> = Promise.resolve()
  #seen = 0
  #looking = false
  #again = false

  constructor(p: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>) {
    this.#p = p
  }

  /** @throws AppError `lines_taken` (429) for a reader who has four, `lines_full` (503); asking now and then tells the same. */
  async open({ email, customerIds = [] }: LineReader): Promise<Line> {
    const own = [...this.#lines].filter((line) => line.email === email)
    if (own.length >= MOST_OF_A_READER) throw refused(429, 'lines_taken', 'This reader hears already')
    if (this.#lines.size >= MOST) throw refused(503, 'lines_full', 'Too many readers hear already')
    const line: Open = {
      ...{ email, customerIds: new Set(customerIds), onChange: () => {} },
      close: () => {
        this.#lines.delete(line)
        if (this.#lines.size === 0) this.#stop()
      },
    }
    this.#lines.add(line)
    if (this.#lines.size === 1) this.#start()
    try {
      await this.#ready
      return line
    } catch (err) {
      line.close()
      throw err
    }
  }

  #start(): void {
    this.#forget = this.#p.events.on((topic) => {
      if (topic === 'desk' || topic === ANYTHING) void this.#look()
    })
    this.#ready = this.#reading(async (ctx) => {
      this.#seen = await lastTicketChange(ctx)
    })
  }

  #stop(): void {
    this.#forget?.()
    this.#forget = null
  }

  /** Reads what is new, once for all that was announced meanwhile; what cannot be read now is read with the next change. */
  async #look(): Promise<void> {
    this.#again = true
    if (this.#looking) return
    this.#looking = true
    try {
      await this.#ready
      while (this.#again && this.#lines.size > 0) {
        this.#again = false
        const changes = await this.#reading(async (ctx) => {
          const to = await lastTicketChange(ctx)
          const found = to > this.#seen ? await shownChanges(ctx, { from: this.#seen, to }) : []
          this.#seen = to
          return found
        })
        this.#tell(changes)
      }
    } catch (err) {
      this.#p.log.debug({ err }, 'what is new for readers cannot be read just now')
    } finally {
      this.#looking = false
    }
  }

  #tell(changes: readonly ShownChange[]): void {
    for (const { ticketId, emails, customerIds } of changes)
      for (const line of this.#lines)
        if (emails.includes(line.email) || customerIds.some((id) => line.customerIds.has(id)))
          line.onChange(ticketId)
  }

  #reading<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
    return inTransaction(this.#p, DESK, work)
  }
}

const refused = (status: number, code: string, why: string) =>
  new AppError(code, status, `${why}. Ask now and then instead, or try again in ${WAIT_S} s.`, {
    headers: { 'Retry-After': String(WAIT_S) },
  })
