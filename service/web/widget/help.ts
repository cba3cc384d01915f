import { render } from 'lit/html.js'
import type { Settings } from './settings.ts'
import { Client } from './state/client.ts'
import { frame } from './views/frame.ts'
import css from './widget.css?inline'

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
  }

  open(): void {
    if (this.#isOpen) return
    this.#opener = document.activeElement as HTMLElement | null
    this.#isOpen = true
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
    if (!this.shadowRoot) return
    const { client } = this
    render(
      frame(client, { isOpen: this.#isOpen, toggle: () => (this.#isOpen ? this.close() : this.open()) }),
      this.shadowRoot,
    )
    const shown = `${client.view} ${client.current}`
    if (this.#isOpen && shown !== this.#shown) this.#focusFirst()
    this.#shown = shown
  }

  /** Where a view begins to be read: its heading. */
  #focusFirst(): void {
    this.shadowRoot!.querySelector<HTMLElement>('h2')?.focus()
  }

  #again = (): void => {
    clearTimeout(this.#timer)
    if (document.visibilityState === 'hidden') return
    if (!navigator.onLine) {
      this.client.away = true
      this.#render()
      return
    }
    this.client.flush()
    void this.client.refresh().then(() => this.#schedule())
  }

  /** While nobody looks, and nothing can have changed, nothing is asked. */
  #schedule(): void {
    clearTimeout(this.#timer)
    const waits = this.#isOpen || this.client.store.kept.tickets.some(({ status }) => status !== 'closed')
    if (!waits || document.visibilityState === 'hidden') return
    this.#timer = setTimeout(this.#again, this.#isOpen ? OPEN_MS : SHUT_MS)
  }

  #onStorage = ({ key }: StorageEvent): void => {
    if (!this.client.store.isOf(key)) return
    this.client.store.reread()
    this.#render()
  }
}
