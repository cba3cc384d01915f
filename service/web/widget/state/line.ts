/** So long no other line is tried after one was refused or cut: asking now and then tells the same. */
const PAUSE_MS = 60_000

/** The line over which the service says that something has changed. A header cannot be sent by an `EventSource`, so it is read by hand. */
export class Line {
  /** Something was heard over it, so that nothing on the way holds it back. */
  isHeard = false
  #closing: AbortController | null = null
  #notBefore = 0

  /** Opens it unless it is. `onNews` is called for each event, and once more when it has ended. */
  keep(url: string, token: string, onNews: () => void): void {
    if (this.#closing || Date.now() < this.#notBefore) return
    const closing = new AbortController()
    this.#closing = closing
    this.#hear(url, token, closing.signal, onNews)
      .catch(() => {})
      .finally(() => {
        if (this.#closing !== closing) return
        this.close()
        this.#notBefore = Date.now() + PAUSE_MS
        onNews()
      })
  }

  close(): void {
    this.#closing?.abort()
    this.#closing = null
    this.isHeard = false
  }

  async #hear(url: string, token: string, signal: AbortSignal, onNews: () => void): Promise<void> {
    const headers = { authorization: `Bearer ${token}` }
    const { ok, body } = await fetch(url, { headers, signal, credentials: 'omit', cache: 'no-store' })
    if (!ok) return
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      this.isHeard = true
      if (next.value.includes('data:')) onNews()
    }
  }
}
