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
}

const EVERY_MS = 15_000
const SOONEST_MS = 1_000

/**
 * Puts the complete public site where it stands without us: at once after a change, at most every second, and every 15 s without
 * one, so that its age tells whether we are there. A store that fails is tried again the next time, and keeps nobody else
 * waiting. `stop` waits for the copy under way.
 */
export function startExport(deps: ExportDeps): { stop(): Promise<void> } {
  if (deps.stores.length === 0) return { stop: async () => {} }
  const make = createSite(deps)
  const failing = new Set<string>()
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
      failing.add(store.name)
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
  }
}
