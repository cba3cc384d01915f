/** So many mails of one sender are taken within so long. A person writes fewer; a program that writes more is told to wait. */
export const MOST_OF_A_SENDER = 30
export const WINDOW_MS = 5 * 60_000
/** What is urgent is taken beyond that, up to here. */
export const MOST_URGENT = 60
/** More senders than this at once are not remembered one by one; the longest silent is forgotten. */
const MOST_SENDERS = 10_000

/** Counts the mails of each sender within the last minutes. In memory: a restart forgives. */
export class SenderLimit {
  readonly #times = new Map<string, number[]>()

  /** Whether one more of `sender` may be taken at `nowMs`; it is counted when it may. */
  mayTake(sender: string, nowMs: number, urgent: boolean): boolean {
    const times = (this.#times.get(sender) ?? []).filter((at) => at > nowMs - WINDOW_MS && at <= nowMs)
    const may = times.length < (urgent ? MOST_URGENT : MOST_OF_A_SENDER)
    if (may) times.push(nowMs)
    this.#times.delete(sender)
    this.#times.set(sender, times)
    if (this.#times.size > MOST_SENDERS) this.#times.delete(this.#times.keys().next().value!)
    return may
  }
}

/** Counts what one address holds open just now. */
export class OpenCount {
  readonly #open = new Map<string, number>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** False where one more would be too many. */
  enter(address: string): boolean {
    const open = this.#open.get(address) ?? 0
    if (open >= this.#most) return false
    this.#open.set(address, open + 1)
    return true
  }

  leave(address: string): void {
    const open = (this.#open.get(address) ?? 1) - 1
    if (open <= 0) this.#open.delete(address)
    else this.#open.set(address, open)
  }
}
