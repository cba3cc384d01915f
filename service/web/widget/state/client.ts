import type { Settings } from '../settings.ts'
import { readersZone } from '../times.ts'
import { Away, ask, Refused } from './api.ts'
import { Attaching } from './attaching.ts'
import { Identity } from './identity.ts'
import { Line } from './line.ts'
import { Store } from './store.ts'
import type { Asked, Now, Sending, Session, Summary, Ticket } from './types.ts'
import { wanting } from './wanting.ts'

export type View = 'ask' | 'list' | 'ticket' | 'confirm'

const NEVER = '1970-01-01T00:00:00Z'
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000
const NOT_IDENTIFIED =
  'This page could not say who you are. Write your name and address here; nothing of your question is lost.'

/** Everything that the widget knows and does; it calls `onChange` whenever something is to be shown. */
export class Client {
  readonly store = new Store()
  readonly identity: Identity
  readonly line = new Line()
  readonly files: Attaching
  readonly settings: Settings
  view: View = 'ask'
  now: Now | null = null
  ticket: Ticket | null = null
  /** The ticket that is shown; '' on the page for a new question. */
  current = ''
  /** The dialog is open, so that what is shown is seen. */
  isShown = false
  /** There was no answer the last time. */
  away = false
  busy = false
  /** What went wrong with what the reader did, in a sentence; `at` names the field. */
  problem = { text: '', at: '' }
  /** What was done, for those who hear the page. */
  said = ''
  readonly #onChange: () => void
  #flushing: Promise<void> | null = null
  #pauseMs = FIRST_PAUSE_MS
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(settings: Settings, onChange: () => void) {
    this.settings = settings
    this.identity = new Identity(settings, this.store)
    this.#onChange = onChange
    this.files = new Attaching(this, onChange)
  }

  async begin(): Promise<void> {
    await this.identity.begin()
    const { kept } = this.store
    kept.email ||= this.settings.email
    if (kept.pending) this.view = 'confirm'
    this.store.save()
    this.flush()
    await this.refresh()
  }

  get unread(): Summary[] {
    const { tickets, seen } = this.store.kept
    return tickets.filter(
      ({ id, lastAt, lastByStaff }) => lastByStaff && Date.parse(lastAt) > Date.parse(seen[id] ?? NEVER),
    )
  }

  /** Reads anew what is shown. */
  async refresh(): Promise<void> {
    await this.#trying(async () => {
      this.now = await ask<Now>(this.settings.server, 'now')
      if (!this.identity.known) return
      const { items } = await this.identity.ask<{ items: Summary[] }>('tickets')
      this.store.kept.tickets = items
      if (this.current !== '') await this.#read(this.current)
    })
  }

  /** Hears of changes from now on, where it is known who reads; `onNews` says that something is to be read anew. */
  async listen(onNews: () => void): Promise<void> {
    const token = await this.identity.token()
    if (token) this.line.keep(`${this.settings.server}/widget/api/events`, token, onNews)
  }

  /** Whoever opens the widget with a new answer in it is led there, unless a question is being written. */
  goToUnread(): void {
    const [first, second] = this.unread
    if (first === undefined || this.view !== 'ask' || this.store.kept.drafts['']?.text) return
    if (second === undefined) this.go('ticket', first.id)
    else this.go('list')
  }

  go(view: View, ticket = ''): void {
    this.view = view
    if (ticket !== this.current) this.ticket = null
    this.current = ticket
    this.problem = { text: '', at: '' }
    this.#onChange()
    if (ticket !== '') void this.#trying(() => this.#read(ticket))
  }

  /** Takes what was written into the outbox, where it stays until the service has it, and sends it. */
  send(): void {
    const { kept } = this.store
    const draft = this.store.draft(this.current)
    const { email, name, draftId } = kept
    const missing = wanting(kept, {
      current: this.current,
      known: this.identity.known,
      uploading: this.files.uploads.some(({ problem }) => !problem),
    })
    if (missing) {
      this.problem = missing
      this.#onChange()
      return
    }
    const { kind, text, files } = draft
    kept.outbox.push({
      key: crypto.randomUUID(),
      ticket: this.current,
      kind,
      text,
      files,
      email,
      name,
      draft: draftId,
    })
    delete kept.drafts[this.current]
    this.problem = { text: '', at: '' }
    this.store.save()
    this.#onChange()
    this.flush()
  }

  /** Sends what waits, in order, and tries again for as long as there is no answer. Two tabs do not send at once. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const work = () => this.#sendAll()
    this.#flushing ??= (
      navigator.locks ? navigator.locks.request('tractops outbox', work).then(() => {}) : work()
    ).finally(() => {
      this.#flushing = null
      this.#onChange()
      // Something was written as the last one had just gone.
      if (this.store.kept.outbox.length > 0 && this.#timer === undefined) this.flush()
    })
  }

  async #sendAll(): Promise<void> {
    this.store.reread()
    while (this.store.kept.outbox.length > 0) {
      const item = this.store.kept.outbox[0]!
      this.busy = true
      this.#onChange()
      try {
        await this.#sendOne(item)
        this.away = false
        this.#pauseMs = FIRST_PAUSE_MS
        this.#drop(item)
      } catch (err) {
        if (!(err instanceof Refused || err instanceof Away)) throw err
        if (err instanceof Away || err.againMs !== null) return this.#later(err)
        this.#giveBack(item, err)
      } finally {
        this.busy = false
        this.store.save()
      }
    }
  }

  /** Another tab may have changed what is kept meanwhile. */
  #drop({ key }: Sending): void {
    const { kept } = this.store
    kept.outbox = kept.outbox.filter((one) => one.key !== key)
  }

  #later(err: Away | Refused): void {
    this.away = err instanceof Away
    const pauseMs = err instanceof Refused ? err.againMs! : this.#pauseMs
    if (err instanceof Refused) this.problem = { text: err.message, at: '' }
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
    this.#timer = setTimeout(() => this.flush(), pauseMs)
  }

  async #sendOne({ key, ticket, kind, text, files, email, name, draft }: Sending): Promise<void> {
    const attachments = files.map(({ id }) => id)
    const zone = readersZone()
    if (ticket !== '') {
      await this.identity.ask(`tickets/${ticket}/messages`, { body: { text, attachments, draft }, key })
      this.said = 'Your message was sent.'
      if (ticket === this.current) await this.#read(ticket)
      return
    }
    if (await this.identity.token()) {
      const made = await this.identity.ask<{ id: string; number: number }>('tickets', {
        body: { kind, text, attachments, zone, draft },
        key,
      })
      this.said = `Your question was sent. Its number is ${made.number}.`
      return this.#show(made.id)
    }
    if (!email) throw new Refused(401, { code: 'unknown', detail: NOT_IDENTIFIED }, null)
    const asked = await ask<Asked>(this.settings.server, 'questions', {
      body: { kind, text, attachments, zone, draft, email: email.trim(), name: name.trim() },
      key,
    })
    this.store.kept.pending = { ...asked, kind, text, files }
    this.view = 'confirm'
    this.said = `A code was sent to ${asked.email}.`
  }

  /** What was refused is the reader's again, to be changed; nothing of it is lost. */
  #giveBack(item: Sending, err: Refused): void {
    const { kept } = this.store
    this.#drop(item)
    const { ticket, kind, files } = item
    const begun = kept.drafts[ticket]?.text
    const text = begun ? `${item.text}\n\n${begun}` : item.text
    kept.drafts[ticket] = { kind, text, files: err.code === 'attachment_unknown' ? [] : files }
    this.view = ticket === '' ? 'ask' : 'ticket'
    this.current = ticket
    this.problem = {
      text: err.status === 401 ? NOT_IDENTIFIED : err.message,
      at: err.path.replace(/^json\./, ''),
    }
  }

  async #show(ticket: string): Promise<void> {
    this.view = 'ticket'
    this.current = ticket
    this.ticket = null
    await this.#trying(async () => {
      this.store.kept.tickets = (await this.identity.ask<{ items: Summary[] }>('tickets')).items
      await this.#read(ticket)
    })
  }

  async #read(id: string): Promise<void> {
    const ticket = await this.identity.ask<Ticket>(`tickets/${id}`)
    if (this.current !== id) return
    const before = this.ticket?.messages.length ?? ticket.messages.length
    if (ticket.messages.slice(before).some(({ by }) => by === 'staff')) this.said = 'There is a new answer.'
    this.ticket = ticket
    if (this.isShown && document.visibilityState === 'visible') this.store.kept.seen[id] = ticket.lastAt
  }

  /** Shows that the address is the reader's, by the code that was sent there. */
  async confirm(code: string): Promise<void> {
    const { pending } = this.store.kept
    await this.#trying(async () => {
      const { ticketId, ...session } = await ask<Session & { ticketId: string }>(
        this.settings.server,
        `questions/${pending!.id}/code`,
        { body: { code: code.replaceAll(/\s/g, '') } },
      )
      this.store.kept.session = session
      this.store.kept.pending = null
      this.said = 'Your address is confirmed, and your question was sent.'
      await this.#show(ticketId)
    }, 'code')
  }

  async resend(): Promise<void> {
    const { pending } = this.store.kept
    await this.#trying(async () => {
      const asked = await ask<Asked>(this.settings.server, `questions/${pending!.id}/resend`, {
        body: {},
      })
      this.store.kept.pending = { ...pending!, ...asked }
      this.said = 'Another code is on its way.'
    }, 'code')
  }

  /** Back from the code to the question, to send it from another address; the one that waits lapses by itself. */
  change(): void {
    const { kept } = this.store
    const { kind, text, files } = kept.pending!
    kept.drafts[''] = { kind, text, files }
    kept.pending = null
    this.store.save()
    this.go('ask')
  }

  async #trying(work: () => Promise<void>, at = ''): Promise<void> {
    try {
      await work()
      this.away = false
    } catch (err) {
      if (err instanceof Away) this.away = true
      else if (err instanceof Refused) this.problem = at ? { text: err.message, at } : this.problem
      else throw err
    }
    this.store.save()
    this.#onChange()
  }
}
