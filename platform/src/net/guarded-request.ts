import { Client, type Dispatcher } from 'undici'
import { FetchFailure } from './failure.ts'
import { type Guard, guardedConnect } from './guarded-connect.ts'
import { type Body, readBody } from './read-body.ts'

/** One request, a first one or one that follows a redirect. Names of headers are in lower case. */
export type HttpRequest = {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Buffer | null
}

/** What came back: the headers as they were sent, the body unpacked and as far as it was read. */
export type HttpAnswer = {
  statusCode: number
  headers: Record<string, string | string[] | undefined>
  body: Body
  tlsExpiresAtMs: number | null
}

const MAX_HEADER_BYTES = 32 * 1024
const MAX_EXTRA_BYTES = 256 * 1024
const GUARD_EVERY_MS = 100

/**
 * Sends one request over a connection of its own and reads the answer, following nothing. Whatever the other side does, no
 * more than about `maxBytes` of it is kept, and everything is closed when this settles. Time is bounded by the signal alone.
 */
export async function guardedRequest(
  request: HttpRequest,
  guard: Guard & { maxBytes: number; onAnswering?: () => void },
): Promise<HttpAnswer> {
  const { url } = request
  const { socket, tlsExpiresAtMs } = await guardedConnect(url, guard)
  // undici reads one answer of bounded size; what comes outside of it (informational answers, chunk extensions) is bounded here.
  const watch = setInterval(() => {
    if (socket.bytesRead > guard.maxBytes + MAX_EXTRA_BYTES + MAX_HEADER_BYTES) {
      socket.destroy(new FetchFailure('sent more than a page has, and no end of it'))
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
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers,
      body: request.body,
      signal: guard.signal,
      reset: true,
    })
    guard.onAnswering?.()
    const encoding = [answer.headers['content-encoding'] ?? ''].flat()[0]!
    const body = await readBody(answer.body, encoding, guard.maxBytes)
    return { statusCode: answer.statusCode, headers: answer.headers, body, tlsExpiresAtMs }
  } finally {
    clearInterval(watch)
    socket.destroy()
    client.destroy().catch(() => {})
  }
}
