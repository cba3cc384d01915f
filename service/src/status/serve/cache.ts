import { elapsedMs } from '@tractops/platform'
import { type Doc, type EncodedPage, encodePage } from './encode.ts'

export type CacheOptions<T, P extends string> = {
  /** Reads what the pages show; may fail while the database is away. */
  read: () => Promise<T>
  /** Turns it into pages; `stale` where it could not be read again. */
  render: (data: T, stale: boolean) => Record<P, Doc>
  headers: Record<string, string>
  /**
   * Pages are made again this often at least. However often they are touched, it is no sooner than `soonestMs` after the last
   * time, or four times what that took, so that the process has most of its time for the rest.
   */
  everyMs: number
  soonestMs: number
  onError: (error: unknown) => void
}

const PAUSE_FACTOR = 4

/** Pages kept ready in memory, so that a request never waits for a query once there is a page. */
export type PageCache<T, P extends string> = {
  /** The page as it was last made; waits only where there is none yet, and then throws what reading threw. */
  get(page: P): EncodedPage | Promise<EncodedPage>
  /** What the pages were made from: the same object until it was read again. */
  value(): T | Promise<T>
  /** Says that what is shown may have changed; the pages are made again at once, or `soonestMs` after the last time. */
  touch(): void
  stop(): Promise<void>
}

export function pageCache<T, P extends string>(options: CacheOptions<T, P>): PageCache<T, P> {
  let data: { value: T } | undefined
  let pages: Record<P, EncodedPage> | undefined
  let running: Promise<void> | undefined
  let failure: unknown
  let startedMs = Number.NEGATIVE_INFINITY
  let tookMs = 0
  let soon: NodeJS.Timeout | undefined
  let stopped = false

  async function make(): Promise<void> {
    startedMs = elapsedMs()
    let stale = false
    try {
      data = { value: await options.read() }
      failure = undefined
    } catch (error) {
      failure = error
      stale = true
      options.onError(error)
    }
    if (data === undefined) return
    const docs = Object.entries<Doc>(options.render(data.value, stale))
    const encoded = await Promise.all(
      docs.map(async ([name, doc]) => [name, await encodePage(doc, options.headers)]),
    )
    pages = Object.fromEntries(encoded)
  }

  function run(): Promise<void> {
    clearTimeout(soon)
    soon = undefined
    running ??= make()
      .catch((error: unknown) => {
        failure = error
        options.onError(error)
      })
      .finally(() => {
        tookMs = elapsedMs() - startedMs
        running = undefined
      })
    return running
  }

  function touch(): void {
    if (stopped || soon !== undefined) return
    const pauseMs = Math.max(options.soonestMs, Math.min(PAUSE_FACTOR * tookMs, options.everyMs))
    const waitMs = startedMs + pauseMs - elapsedMs()
    if (running === undefined && waitMs <= 0) void run()
    else {
      soon = setTimeout(afterThis, Math.max(waitMs, 0))
      soon.unref()
    }
  }

  async function afterThis(): Promise<void> {
    await running
    if (!stopped) await run()
  }

  const beat = setInterval(touch, options.everyMs)
  beat.unref()

  return {
    get(page) {
      if (pages !== undefined) return pages[page]
      return run().then(() => {
        if (pages === undefined) throw failure
        return pages[page]
      })
    },
    value() {
      if (data !== undefined) return data.value
      return run().then(() => {
        if (data === undefined) throw failure
        return data.value
      })
    },
    touch,
    async stop() {
      stopped = true
      clearInterval(beat)
      clearTimeout(soon)
      await running
    },
  }
}
