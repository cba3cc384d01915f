import { render } from 'lit/html.js'
import type { Settings } from './settings.ts'
import { Client } from './state/client.ts'
import { frame } from './views/frame.ts'
import css from './widget.css?inline'

/** How often it is asked what is so while the dialog is open and nothing is heard over a line, and how often otherwise. */
const OPEN_MS = 10_000
const SHUT_MS = 60_000
const NARROW = '(max-width: 30rem)'

/** `<tractops-help>`: a button, and a dialog to ask in. One of it stands on a page; its styles and its markup are its own. */
export class Help extends HTMLElement {
  static settings: Settings
  readonly client = new Client(Help.settings, () => this.#render())
  #isOpen = false
  #opener: HTMLElement | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #shown = ''
  #problem = this.client.problem
  #messages = 0

  connectedCallback(): void {
    if (this.shadowRoot) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet]
    window.tractops = { ...window.tractops, open: () => this.open(), close: () => this.close() }
    addEventListener('online', this.#again)
    addEventListener('offline', this.#again)
    addEventListener('storage', this.#onStorage)
    document.addEventListener('visibilitychange', this.#again)
    this.#render()
    void this.client.begin().then(() => this.#schedule())
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    removeEventListener('online', this.#again)
    removeEventListener('offline', this.#again)
    removeEventListener('storage', this.#onStorage)
    document.removeEventListener('visibilitychange', this.#again)
    this.client.line.close()
  }

  open(): void {
    if (this.#isOpen) return
    this.#opener = document.activeElement as HTMLElement | null
    this.#isOpen = true
    this.client.isShown = true
    this.client.goToUnread()
    this.#render()
    const dialog = this.#dialog!
    // On a phone it is all there is to see; elsewhere the page beside it can be looked at and used.
    if (matchMedia(NARROW).matches) dialog.showModal()
    else dialog.show()
    this.#focusFirst()
    this.#again()
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.client.isShown = false
    this.#dialog?.close()
    this.#render()
    const back = this.#opener && this.#opener !== this && this.#opener !== document.body ? this.#opener : null
    if (back?.isConnected) back.focus()
    else this.shadowRoot!.querySelector<HTMLElement>('.open')?.focus()
  }

  get #dialog() {
    return this.shadowRoot!.querySelector('dialog')
  }

  #render(): void {
    const root = this.shadowRoot
    if (!root) return
    const { client } = this
    const hadFocus = root.activeElement !== null
    render(
      frame(client, { isOpen: this.#isOpen, toggle: () => (this.#isOpen ? this.close() : this.open()) }),
      root,
    )
    this.#follow(root, hadFocus)
  }

  /** The keyboard is where the reader looks: at what is wrong, at a view that opens, or at what came in place of what was held. */
  #follow(root: ShadowRoot, hadFocus: boolean): void {
    const { view, current, problem, ticket } = this.client
    const shown = `${view} ${current}`
    const messages = ticket?.messages.length ?? 0
    if (!this.#isOpen) return
    if (problem !== this.#problem && problem.at) {
      const wrong = root.querySelector<HTMLElement>(`[aria-describedby="problem-${problem.at}"]`)
      const field = wrong?.querySelector('input') ?? wrong
      field?.focus()
    } else if (shown !== this.#shown || (hadFocus && root.activeElement === null)) this.#focusFirst()
    else if (messages > this.#messages)
      root.querySelector('.messages')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
    this.#shown = shown
    this.#problem = problem
    this.#messages = messages
  }

  /** Where a view begins to be read: its heading. */
  #focusFirst(): void {
    this.shadowRoot!.querySelector<HTMLElement>('h2')?.focus()
  }

  #again = (): void => {
    clearTimeout(this.#timer)
    if (document.visibilityState === 'hidden') {
      this.client.line.close()
      return
    }
    if (!navigator.onLine) {
      this.client.line.close()
      this.client.away = true
      this.#render()
      return
    }
    this.client.flush()
    void this.client.refresh().then(() => this.#schedule())
  }

  /** While nobody looks, and nothing can have changed, nothing is asked and no line is held. */
  #schedule(): void {
    clearTimeout(this.#timer)
    const { client } = this
    const waits = this.#isOpen || client.store.kept.tickets.some(({ status }) => status !== 'closed')
    if (!waits || document.visibilityState === 'hidden') {
      client.line.close()
      return
    }
    void client.listen(this.#again)
    this.#timer = setTimeout(this.#again, this.#isOpen && !client.line.isHeard ? OPEN_MS : SHUT_MS)
  }

  #onStorage = ({ key }: StorageEvent): void => {
    if (!this.client.store.isOf(key)) return
    this.client.store.reread()
    this.#render()
  }
}
