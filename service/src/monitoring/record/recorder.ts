import { type Actor, elapsedMs, inTransaction, isDatabaseAway, type Platform } from '@tractops/platform'
import type { Journal } from './journal.ts'
import { recordResults } from './record-results.ts'
import type { Change, MonitorResult } from './results.ts'

export const MONITORING: Actor = { kind: 'system', name: 'monitoring' }

/** What was committed: the instant, how many results, and the confirmed changes that follow from them. */
export type Measured = { at: Temporal.Instant; results: number; changes: Change[] }

const NEWS_MS = 50
const GATHER_MS = 200
const COMMIT_MS = 1_000
const AWAY_PAUSE_MS = 1_000
const MAX_WAITING = 10_000

/**
 * Takes results as they come, writes them down within 200 ms and commits them in batches, each in one transaction: at once
 * where one of them is news, and else each second, as a transaction costs as much as many results. They go through the
 * journal, so what was handed in is recorded even when the database is away for long or the process is killed.
 */
export class Recorder {
  readonly #p: Pick<Platform, 'db' | 'clock' | 'log'>
  readonly #journal: Journal
  readonly #onMeasured: (measured: Measured) => void
  #waiting: MonitorResult[] = []
  #timer: NodeJS.Timeout | undefined
  #timerAtMs = Number.POSITIVE_INFINITY
  #news = false
  #committedMs = Number.NEGATIVE_INFINITY
  #work: Promise<void> = Promise.resolve()
  #away = false
  #stopped = false

  constructor(
    p: Pick<Platform, 'db' | 'clock' | 'log'>,
    journal: Journal,
    onMeasured: (measured: Measured) => void,
  ) {
    this.#p = p
    this.#journal = journal
    this.#onMeasured = onMeasured
  }

  /** Results that are not committed yet, those in the journal estimated by its size. */
  get unflushed(): number {
    return this.#waiting.length + Math.ceil(this.#journal.bytes / 150)
  }

  /** `news`: it changes what is known of its monitor, or asks for another look. */
  add(result: MonitorResult, news: boolean): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#p.log.error(
        { monitor: result.monitor },
        'the journal of results cannot be written; a result was lost',
      )
      return
    }
    this.#waiting.push(result)
    this.#news ||= news
    this.#later(news ? NEWS_MS : GATHER_MS)
  }

  /** Commits what there is now. Resolves when it is committed, or when the database turned out to be away. */
  flush(): Promise<void> {
    this.#news = true
    return this.#next()
  }

  #next(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timerAtMs = Number.POSITIVE_INFINITY
    this.#work = this.#work
      .then(() => this.#run())
      .catch((err) => {
        this.#p.log.error({ err }, 'results could not be recorded; they are kept and tried again')
        this.#later(AWAY_PAUSE_MS)
      })
    return this.#work
  }

  /** Commits what it can; the rest stays in the journal for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.flush()
    await this.#journal.close()
  }

  /** Goes on after `ms`, or when it was to go on anyway, whichever comes first. */
  #later(ms: number): void {
    const atMs = elapsedMs() + ms
    if (this.#stopped || this.#timerAtMs <= atMs) return
    clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    this.#timer = setTimeout(() => void this.#next(), ms)
  }

  async #run(): Promise<void> {
    const batch = this.#waiting
    if (batch.length > 0) {
      this.#waiting = []
      try {
        const taken = await this.#journal.append(batch)
        if (!taken)
          this.#p.log.error({ results: batch.length }, 'the journal of results is full; results were lost')
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting]
        throw error
      }
    }
    const restMs = this.#committedMs + COMMIT_MS - elapsedMs()
    if (!this.#news && restMs > 0 && !this.#journal.isEmpty) return this.#later(restMs)
    this.#news = false
    this.#committedMs = elapsedMs()
    while (!this.#journal.isEmpty) {
      const { results, done } = await this.#journal.peek()
      try {
        await this.#commit(results)
      } catch (err) {
        if (!isDatabaseAway(err)) throw err
        if (!this.#away) this.#p.log.warn({ err }, 'the database is away; checks go on and results are kept')
        this.#away = true
        this.#later(AWAY_PAUSE_MS)
        return
      }
      await done()
    }
    if (this.#away) this.#p.log.info('the database is back; everything that was measured is recorded')
    this.#away = false
  }

  async #commit(results: readonly MonitorResult[]): Promise<void> {
    const measured = await inTransaction(this.#p, MONITORING, async (ctx) => ({
      at: ctx.now,
      results: results.length,
      changes: await recordResults(ctx, results),
    }))
    this.#onMeasured(measured)
  }
}
