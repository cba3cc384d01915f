import { FetchFailure, reasonOf } from './failure.ts'
import { guardedRequest, type HttpAnswer, type HttpRequest } from './guarded-request.ts'
import { redirected } from './redirect.ts'
import { type ResolveHost, resolveHost } from './resolve-host.ts'

/**
 * `timeoutMs` bounds everything together: names, connections, redirects, the body. `maxBytes` bounds the body, packed or
 * not. `allowPrivate` names the hosts that may have a private address. `redirects`: how many are followed; by default 5
 * for GET and HEAD and none for the rest.
 */
export type GuardedFetch = {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  timeoutMs: number
  maxBytes: number
  allowPrivate: readonly string[]
  redirects?: number
  resolveHost?: ResolveHost
  /** Ends it early, with the reason 'it was called off'. */
  signal?: AbortSignal
}

/** An answer of any status, read to its end; `headers` in lower case; `url` is the one that answered. */
export type Fetched = { status: number; headers: Record<string, string>; body: Buffer; url: string }

const HEADERS_AWAY = { 'user-agent': 'TractOps', 'accept-encoding': 'gzip, br' }

/**
 * Asks an address that somebody else chose, over a connection of its own. Addresses are judged when they are connected to,
 * those of redirects too; time, headers and body are bounded; an answer comes whole or not at all.
 *
 * @throws FetchFailure with its reason in words, within `timeoutMs`.
 */
export async function guardedFetch(url: string, options: GuardedFetch): Promise<Fetched> {
  const abort = new AbortController()
  const tooLate = Promise.withResolvers<never>()
  const giveUp = (reason: string) => {
    const failure = new FetchFailure(reason)
    abort.abort(failure)
    tooLate.reject(failure)
  }
  const late = `no whole answer within ${options.timeoutMs / 1_000} s`
  const timer = setTimeout(giveUp, options.timeoutMs, late)
  const callOff = () => giveUp('it was called off')
  options.signal?.addEventListener('abort', callOff, { once: true })
  if (options.signal?.aborted) callOff()
  try {
    return await Promise.race([followed(url, options, abort.signal), tooLate.promise])
  } catch (error) {
    const cause = abort.signal.aborted ? abort.signal.reason : error
    throw cause instanceof FetchFailure ? cause : new FetchFailure(reasonOf(cause), { cause })
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', callOff)
    if (!abort.signal.aborted) abort.abort()
  }
}

async function followed(url: string, options: GuardedFetch, signal: AbortSignal): Promise<Fetched> {
  const guard = {
    allowPrivate: options.allowPrivate,
    ca: null,
    resolveHost: options.resolveHost ?? resolveHost,
    signal,
    maxBytes: options.maxBytes,
  }
  const first = firstRequest(url, options)
  const home = { origin: first.url.origin, headersAway: HEADERS_AWAY }
  const most = options.redirects ?? (['GET', 'HEAD'].includes(first.method) ? 5 : 0)
  for (let request = first, redirects = 0; ; redirects++) {
    const answer = await guardedRequest(request, guard)
    const location = [answer.headers.location ?? ''].flat()[0]! || null
    const next = most === 0 ? null : redirected(request, { statusCode: answer.statusCode, location }, home)
    if (next === null) return fetched(request, answer, options.maxBytes)
    if (redirects === most) throw new FetchFailure(`redirected more than ${most} times`)
    request = next
  }
}

function firstRequest(address: string, options: GuardedFetch): HttpRequest {
  const url = URL.parse(address)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new FetchFailure('the address is not http or https')
  }
  const named = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const headers = { ...HEADERS_AWAY, ...Object.fromEntries(named) }
  return { url, method: options.method ?? 'GET', headers, body: options.body ?? null }
}

function fetched(request: HttpRequest, answer: HttpAnswer, maxBytes: number): Fetched {
  if (!answer.body.complete) throw new FetchFailure(`the answer is larger than ${spellBytes(maxBytes)}`)
  const named = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(named),
    body: answer.body.bytes,
    url: request.url.href,
  }
}

/** 1048576 -> "1 MB", 65536 -> "64 kB" */
function spellBytes(bytes: number): string {
  const kB = Math.ceil(bytes / 1024)
  return kB % 1024 === 0 ? `${kB / 1024} MB` : `${kB} kB`
}
