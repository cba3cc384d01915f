import { AppError, type HttpEnv, type Logger, securityHeaders } from '@tractops/platform'
import { agreementOf, type Policy } from '@tractops/sla'
import { type Context, Hono } from 'hono'
import { historyPage } from './html/history-page.ts'
import { compact } from './html/markup.ts'
import { slaLive } from './html/sla-live.ts'
import { slaPage } from './html/sla-page.ts'
import { statusPage } from './html/status-page.ts'
import { PAGE_POLICY } from './html/style.ts'
import { type PageCache, pageCache } from './serve/cache.ts'
import { encodingFor, isKnown } from './serve/encode.ts'
import { readHistory, readStatus, type StatusSource } from './serve/read.ts'
import { statusView } from './view/view.ts'

export type StatusDeps = {
  source: StatusSource
  policies: readonly Policy[]
  log: Pick<Logger, 'warn'>
  /** Where people reach us; by https the pages ask browsers to keep to it. */
  publicUrl: string | null
  /** Where the practice application answers, when it is what is watched. */
  practiceUrl?: string | undefined
  /** Calls the listener after measurements were committed, until the returned function is called. */
  onMeasured: (listener: () => void) => () => void
}

/**
 * SLA §1: the public pages `/`, `/status`, `/status/history` and `/sla`, sent from memory and made again when measurements
 * come in. While the database is away they keep answering with what was known, and say so. `stop` ends their timers.
 */
export function startStatus(deps: StatusDeps): { routes: Hono<HttpEnv>; stop(): Promise<void> } {
  const headers = {
    ...Object.fromEntries(securityHeaders(deps.publicUrl)),
    'content-security-policy': PAGE_POLICY,
  }
  const onError = (err: unknown) => deps.log.warn({ err }, 'the status pages could not be made again')
  const live = pageCache({
    read: () => deps.source((reader) => readStatus(reader, deps.policies)),
    render: (input, stale) => {
      const view = statusView(input)
      return {
        status: compact(statusPage(view, { practiceUrl: deps.practiceUrl, stale })),
        sla: compact(slaPage(agreementOf(view.policy), slaLive(view, input.monthToDate.uptime))),
      }
    },
    headers,
    everyMs: 5_000,
    soonestMs: 1_000,
    onError,
  })
  const past = pageCache({
    read: () => deps.source((reader) => readHistory(reader, deps.policies)),
    render: (months) => ({ history: compact(historyPage(months)) }),
    headers,
    everyMs: 60_000,
    soonestMs: 60_000,
    onError,
  })
  const forget = deps.onMeasured(live.touch)
  const routes = new Hono<HttpEnv>()
    .get('/', (c) => c.redirect('/status'))
    .get('/status', (c) => send(c, live, 'status'))
    .get('/status/history', (c) => send(c, past, 'history'))
    .get('/sla', (c) => send(c, live, 'sla'))
  return {
    routes,
    async stop() {
      forget()
      await Promise.all([live.stop(), past.stop()])
    },
  }
}

/**
 * A page is sent as a Response of its own, with all of its headers made beforehand: headers put together for each request
 * cost a third of the requests a second.
 */
function send<P extends string>(
  c: Context<HttpEnv>,
  cache: PageCache<P>,
  name: P,
): Response | Promise<Response> {
  const page = cache.get(name)
  const reply = (encoded: Awaited<typeof page>): Response => {
    const { body, etag, headers, notModified } = encoded[encodingFor(c.req.header('accept-encoding'))]
    const known = isKnown(c.req.header('if-none-match'), etag)
    const own = known ? notModified : headers
    const requestId: string | undefined = c.get('requestId')
    const sent = requestId === undefined ? own : { ...own, 'x-request-id': requestId }
    c.set('hasAllHeaders', true)
    return new Response(known ? null : body, { status: known ? 304 : 200, headers: sent })
  }
  if (!(page instanceof Promise)) return reply(page)
  return page.then(reply, (cause: unknown) => {
    throw new AppError(
      'status_unavailable',
      503,
      'Nothing could be read yet that this page could show. It is tried again all the time; please come back in a minute.',
      { cause },
    )
  })
}
