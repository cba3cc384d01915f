import type { ResolveHost } from '@tractops/platform'
import { Client } from 'undici'
import type { MonitorConfig } from '../config/config.ts'
import { connect } from './connect.ts'
import { Failure } from './failure.ts'
import { MAX_PAGE_BYTES, type Page, readPage } from './read-page.ts'

/** One request of a check: the first one or a redirect. */
export type PageRequest = { url: URL; method: string; headers: Record<string, string>; body: string | null }

/** What came back. `location` is the redirect's target as it was sent. */
export type Answer = {
  statusCode: number
  location: string | null
  page: Page
  tlsExpiresAtMs: number | null
}

const MAX_HEADER_BYTES = 32 * 1024
const MAX_RECEIVED_BYTES = MAX_PAGE_BYTES + 256 * 1024
const GUARD_EVERY_MS = 100

/**
 * Sends one request over a connection of its own and reads the answer. Whatever the other side does, no more than about
 * 1 MB of it is kept, and everything is closed when this settles. Time is bounded by the signal alone.
 */
export async function requestPage(
  request: PageRequest,
  monitor: MonitorConfig,
  deps: { resolveHost: ResolveHost; signal: AbortSignal; onAnswering: () => void },
): Promise<Answer> {
  const { url } = request
  const { socket, tlsExpiresAtMs } = await connect(url, monitor, deps)
  // undici reads one answer of bounded size; what comes outside of it (informational answers, chunk extensions) is bounded here.
  const guard = setInterval(() => {
    if (socket.bytesRead > MAX_RECEIVED_BYTES + MAX_HEADER_BYTES) {
      socket.destroy(new Failure('sent more than a page has, and no end of it'))
    }
  }, GUARD_EVERY_MS)
  const client = new Client(url.origin, {
    connect: (_options, done) => process.nextTick(done, null, socket),
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    allowH2: false,
  })
  client.on('connectionError', () => {})
  client.on('disconnect', () => {})
  try {
    const answer = await client.request({
      path: url.pathname + url.search,
      method: request.method as 'GET',
      headers: request.headers,
      body: request.body,
      signal: deps.signal,
      reset: true,
    })
    deps.onAnswering()
    const header = (name: string) => [answer.headers[name] ?? ''].flat()[0]!
    const page = await readPage(answer.body, {
      encoding: header('content-encoding'),
      type: header('content-type'),
    })
    return { statusCode: answer.statusCode, location: header('location') || null, page, tlsExpiresAtMs }
  } finally {
    clearInterval(guard)
    socket.destroy()
    client.destroy().catch(() => {})
  }
}
