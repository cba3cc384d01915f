import { type Journal, openJournal } from './journal.ts'
import { type Fault, isFaultOf, isPart, type Part } from './parts.ts'

/** One stretch in which `part` was really broken. Instants are RFC 3339 in UTC with milliseconds; `to` null: still is. */
export type Breakage = { part: Part; fault: Fault; from: string; to: string | null }

type JournalRecord = { at: string; part: Part; fault: Fault | null }

/**
 * What is broken now, and the ground truth of what was broken from when to when. Each change is on disk before it
 * takes effect, and takes effect before anything else is answered. A fault left open by a crash is still open.
 */
export class FaultBook {
  readonly #journal: Journal
  readonly #log: Breakage[] = []
  readonly #open = new Map<Part, Breakage>()
  readonly #mendedAt = new Map<Part, string>()

  constructor(path: string) {
    const { journal, records } = openJournal(path)
    this.#journal = journal
    for (const record of records) this.#apply(checkRecord(record, path))
  }

  /** Breaks `part` as told. The same fault again changes nothing; another fault ends the first at the same instant. */
  breakPart(part: Part, fault: Fault): Breakage {
    const open = this.#open.get(part)
    if (open?.fault === fault) return open
    this.#record({ at: this.#now(), part, fault })
    return this.#open.get(part)!
  }

  /** Mends `part`. Mending what works changes nothing. */
  mend(part: Part): void {
    if (this.#open.has(part)) this.#record({ at: this.#now(), part, fault: null })
  }

  faultOf(part: Part): Fault | null {
    return this.#open.get(part)?.fault ?? null
  }

  /** Since when `part` is as it is; null for a part that was never broken. */
  since(part: Part): string | null {
    return this.#open.get(part)?.from ?? this.#mendedAt.get(part) ?? null
  }

  /** Every breakage, in the order they began. */
  log(): readonly Breakage[] {
    return this.#log
  }

  close(): void {
    this.#journal.close()
  }

  #record(record: JournalRecord): void {
    this.#journal.append(record)
    this.#apply(record)
  }

  #apply({ at, part, fault }: JournalRecord): void {
    const open = this.#open.get(part)
    if (open) {
      open.to = at
      this.#open.delete(part)
      this.#mendedAt.set(part, at)
    }
    if (fault === null) return
    const begun: Breakage = { part, fault, from: at, to: null }
    this.#log.push(begun)
    this.#open.set(part, begun)
  }

  /** Now, and never before an instant already written: a clock set back must not end a breakage before it began. */
  #now(): string {
    const known = this.#log.flatMap(({ from, to }) => [from, to ?? from])
    return [new Date().toISOString(), ...known].toSorted().at(-1)!
  }
}

function checkRecord(value: unknown, path: string): JournalRecord {
  const { at, part, fault } = (value ?? {}) as Record<string, unknown>
  const known =
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    typeof part === 'string' &&
    isPart(part) &&
    (fault === null || isFaultOf(part, fault))
  if (!known) throw new Error(`${path} holds a line that is no fault. Move the file away to start a new log.`)
  return { at, part, fault }
}
