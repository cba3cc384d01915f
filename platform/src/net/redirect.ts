import { FetchFailure } from './failure.ts'
import type { HttpRequest } from './guarded-request.ts'

/** Where a request began: its origin, and the headers that may be sent to any other. */
export type Home = { origin: string; headersAway: Record<string, string> }

/**
 * The request that follows a redirect, or null where the answer is none (RFC 9110, 15.4). The request's own headers and body
 * may hold keys, so they never leave the first origin; a secure connection is never given up for a plain one.
 *
 * @throws FetchFailure
 */
export function redirected(
  request: HttpRequest,
  answer: { statusCode: number; location: string | null },
  home: Home,
): HttpRequest | null {
  const { statusCode, location } = answer
  if (location === null || ![301, 302, 303, 307, 308].includes(statusCode)) return null
  const url = URL.parse(location, request.url)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new FetchFailure('redirected to an address that is not http or https')
  }
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new FetchFailure('redirected from a secure address to a plain one')
  }
  url.username = ''
  url.password = ''
  const rewrites =
    statusCode === 303
      ? !['GET', 'HEAD'].includes(request.method)
      : request.method === 'POST' && statusCode < 303
  const own = url.origin === home.origin
  if (!own && !rewrites && request.body !== null) {
    throw new FetchFailure('redirected its form to another host')
  }
  const headers: Record<string, string> = own ? { ...request.headers } : home.headersAway
  if (rewrites) delete headers['content-type']
  return { url, method: rewrites ? 'GET' : request.method, headers, body: rewrites ? null : request.body }
}
