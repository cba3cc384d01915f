import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request as send } from 'node:http'
import type { Socket } from 'node:net'
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
  const { signal, maxBytes } = guard
  const { socket, tlsExpiresAtMs } = await guardedConnect(request.url, guard)
  // Node's parser bounds the headers of each answer; what else comes beside a page (informational answers, chunk extensions)
  // is bounded here.
  const watch = setInterval(() => {
    if (socket.bytesRead > maxBytes + MAX_EXTRA_BYTES + MAX_HEADER_BYTES)
      socket.destroy(new FetchFailure('sent more than a page has, and no end of it'))
  }, GUARD_EVERY_MS)
  const abort = () => socket.destroy(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  let failure: unknown
  try {
    if (signal.aborted) throw signal.reason
    const sending = sent(request, socket)
    // Stays: an error that comes after the answer must not end the process. It says more than the answer that breaks off.
    sending.on('error', (error) => {
      failure ??= error
    })
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    guard.onAnswering?.()
    const body = await readBody(answer, answer.headers['content-encoding'] ?? '', maxBytes)
    return { statusCode: answer.statusCode!, headers: answer.headers, body, tlsExpiresAtMs }
  } catch (error) {
    throw failure ?? error
  } finally {
    clearInterval(watch)
    signal.removeEventListener('abort', abort)
    socket.destroy()
  }
}

function sent({ url, method, headers, body }: HttpRequest, socket: Socket): ClientRequest {
  const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
  const sending = send({
    createConnection: () => socket,
    method,
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers, ...length },
    maxHeaderSize: MAX_HEADER_BYTES,
  })
  sending.end(body)
  return sending
}
