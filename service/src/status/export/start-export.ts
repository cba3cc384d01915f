import { elapsedMs, type Logger } from '@tractops/platform'
import type { StatusSource } from '../serve/read.ts'
import { createSite, type SiteFile, type SiteOptions } from './site.ts'

/** Where a copy is put; `put` takes all files of it, the front page last, and throws when the copy is not whole. */
export type Store = { name: string; put(files: readonly SiteFile[]): Promise<void> }

export type ExportDeps = SiteOptions & {
  source: StatusSource
  stores: readonly Store[]
  log: Pick<Logger, 'warn' | 'info'>
  onChange: (listener: () => void) => () => void
  now: () => Temporal.Instant
}

/** A store that took no copy since, as this process knows. */
type Trouble = { kind: string; since: Temporal.Instant; title: string; text: string; href: string }

const EVERY_MS = 15_000
const SOONEST_MS = 1_000

/**
 * Puts the complete public site where it stands without us: at once after a change, at most every second, and every 15 s without
 * one, so that its age tells whether we are there. A store that fails is tried again the next time, and keeps nobody else
 * waiting. `stop` waits for the copy under way; `troubles` tells where no copy could be put, and since when.
 */
export function startExport(deps: ExportDeps): { stop(): Promise<void>; troubles(): Trouble[] } {
  if (deps.stores.length === 0) return { stop: async () => {}, troubles: () => [] }
  const make = createSite(deps)
  const failing = new Map<string, { since: Temporal.Instant; because: string }>()
  let startedMs = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  let again = false
  let soon: NodeJS.Timeout | undefined
  let stopped = false

  async function once(): Promise<void> {
    startedMs = elapsedMs()
    const files = await deps.source(make)
    await Promise.all(deps.stores.map((store) => put(store, files)))
  }

  async function put(store: Store, files: readonly SiteFile[]): Promise<void> {
    try {
      await store.put(files)
      if (failing.delete(store.name))
        deps.log.info({ store: store.name }, 'the copy of the site is put again')
    } catch (err) {
      const since = failing.get(store.name)?.since ?? deps.now()
      failing.set(store.name, { since, because: err instanceof Error ? err.message : String(err) })
      deps.log.warn({ err, store: store.name }, 'the copy of the site could not be put; it is tried again')
    }
  }

  function run(): void {
    clearTimeout(soon)
    soon = undefined
    again = false
    running = once()
      .catch((err: unknown) =>
        deps.log.warn({ err }, 'the copy of the site could not be made; it is tried again'),
      )
      .finally(() => {
        running = undefined
        if (again) touch()
      })
  }

  function touch(): void {
    if (stopped) return
    if (running !== undefined) again = true
    else soon ??= setTimeout(run, Math.max(0, startedMs + SOONEST_MS - elapsedMs()))
  }

  const beat = setInterval(touch, EVERY_MS)
  const forget = deps.onChange(touch)
  touch()
  return {
    async stop() {
      stopped = true
      forget()
      clearInterval(beat)
      clearTimeout(soon)
      await running
    },
    troubles: () =>
      [...failing].map(([name, { since, because }]) => ({
        kind: 'copy.failing',
        since,
        title: 'Copy of the status page',
        text: `It could not be put into ${name}, and is tried again: ${because}.`,
        href: '/status',
      })),
  }
}
