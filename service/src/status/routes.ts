import { type HttpEnv, type Logger, securityHeaders } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { type Context, Hono } from 'hono'
import { type HistoryMonth, historyPage } from './html/history-page.ts'
import { compact } from './html/markup.ts'
import { PAGE_POLICY } from './html/style.ts'
import { pageCache } from './serve/cache.ts'
import type { Doc } from './serve/encode.ts'
import { badgeDoc, LIVE_DOCS, type Live, page, slaDoc, statusDoc } from './serve/live-docs.ts'
import { readHistory, readStatus, type StatusReader, type StatusSource } from './serve/read.ts'
import { send } from './serve/send.ts'
import { createShelf } from './serve/shelf.ts'
import { incidentDoc, maintenanceDoc, monthDoc } from './serve/stored-docs.ts'
import { statusView } from './view/view.ts'

export type StatusDeps = {
  source: StatusSource
  policies: readonly Policy[]
  log: Pick<Logger, 'warn'>
  /** Where people reach us; by https the pages ask browsers to keep to it. */
  publicUrl: string | null
  /** Where the practice application answers, when it is what is watched. */
  practiceUrl?: string | undefined
  /** Calls the listener after something that the pages show was committed, until the returned function is called. */
  onChange: (listener: () => void) => () => void
}

const MOST_KEPT = 500

/**
 * SLA §1: the public pages, feeds and documents, sent from memory and made again when measurements come in or somebody
 * tells something. While the database is away they keep answering with what was known, and `/status` says so. `stop` ends
 * their timers.
 */
export function startStatus(deps: StatusDeps): {
  routes: Hono<HttpEnv>
  /** The components that the pages show. */
  components(): Promise<{ key: string; name: string }[]>
  stop(): Promise<void>
} {
  const { policies, source } = deps
  const headers = {
    ...Object.fromEntries(securityHeaders(deps.publicUrl)),
    'content-security-policy': PAGE_POLICY,
  }
  const onError = (err: unknown) => deps.log.warn({ err }, 'the status pages could not be made again')
  const live = pageCache({
    read: async (): Promise<Live> => {
      const input = await source((reader) => readStatus(reader, policies))
      return { input, view: statusView(input) }
    },
    render: (from, stale) => ({
      status: statusDoc(from, { practiceUrl: deps.practiceUrl, stale }),
      sla: slaDoc(from),
    }),
    headers,
    everyMs: 5_000,
    soonestMs: 250,
    onError,
  })
  let changed = true
  let months: HistoryMonth[] = []
  const past = pageCache({
    read: async () => {
      // What is over is read again only after something has changed: anybody may have settled a gap of it, or found its cause.
      const known = changed ? [] : months
      changed = false
      months = await source((reader) => readHistory(reader, policies, known)).catch((error: unknown) => {
        changed = true
        throw error
      })
      return months
    },
    render: (months) => ({ history: page(compact(historyPage(months))) }),
    headers,
    everyMs: 60_000,
    soonestMs: 60_000,
    onError,
  })
  const shelf = createShelf({ most: MOST_KEPT, headers, onError })
  const forget = deps.onChange(() => {
    changed = true
    live.touch()
  })

  const baseOf = (c: Context) => deps.publicUrl ?? new URL(c.req.url).origin
  /** Made from what is live: anew whenever that was read anew. */
  const made = (c: Context<HttpEnv>, key: string, make: (from: Live, base: string) => Doc) => {
    const base = baseOf(c)
    const page = Promise.resolve(live.value()).then((from) =>
      shelf.get(`${base}${key}`, from, () => make(from, base)),
    )
    return send(c, page)
  }
  /** Made from what is stored: read whenever something has changed since, and every few seconds. */
  const read = (c: Context<HttpEnv>, make: (reader: StatusReader) => Promise<Doc>) => {
    const page = Promise.resolve(live.value()).then((from) => shelf.get(c.req.path, from, () => source(make)))
    return send(c, page)
  }
  const zone = policies.at(-1)!.zone

  const routes = new Hono<HttpEnv>()
    .get('/', (c) => c.redirect('/status'))
    .get('/status', (c) => send(c, live.get('status')))
    .get('/sla', (c) => send(c, live.get('sla')))
    .get('/status/history', (c) => send(c, past.get('history')))
    .get('/status/history/:month', (c) => {
      const [month = '', ending] = c.req.param('month').split('.', 2)
      if (ending !== undefined && ending !== 'json') return c.notFound()
      return read(c, (reader) =>
        monthDoc(reader, policies, { month, page: 1, as: ending === undefined ? 'page' : 'json' }),
      )
    })
    .get('/status/history/:month/:page{[1-9]\\d{0,4}}', (c) => {
      const { month, page: nth } = c.req.param()
      return read(c, (reader) => monthDoc(reader, policies, { month, page: Number(nth), as: 'page' }))
    })
    .get('/status/incidents/:id', (c) =>
      read(c, (reader) => incidentDoc(reader, policies, c.req.param('id'))),
    )
    .get('/status/maintenance/:id', (c) =>
      read(c, (reader) => maintenanceDoc(reader, zone, c.req.param('id'))),
    )
    .get('/status/badge.svg', (c) => {
      const { component, style } = c.req.query()
      return made(c, `badge ${JSON.stringify([component, style])}`, (from) =>
        badgeDoc(from, { component, style }),
      )
    })
  for (const [path, make] of Object.entries(LIVE_DOCS)) routes.get(path, (c) => made(c, path, make))
  return {
    routes,
    components: async () => (await live.value()).input.components.map(({ key, name }) => ({ key, name })),
    async stop() {
      forget()
      await Promise.all([live.stop(), past.stop()])
    },
  }
}
