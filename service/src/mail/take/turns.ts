/** Lets so many do something at once, and others wait for their turn: what is urgent first, then first come, first served. */
export class Turns {
  readonly #urgent: (() => void)[] = []
  readonly #others: (() => void)[] = []
  #free: number

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(work: () => Promise<T>, { urgent }: { urgent: boolean }): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => (urgent ? this.#urgent : this.#others).push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#urgent.shift() ?? this.#others.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}
