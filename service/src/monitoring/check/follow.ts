import type { MonitorConfig } from '../config/config.ts'
import { Failure } from './failure.ts'
import type { Answer, PageRequest } from './request-page.ts'

/** What is sent to every host: who asks, and nothing that a host could mistake for a key. */
const PUBLIC_HEADERS = { 'user-agent': 'TractOps monitoring', accept: '*/*', 'accept-encoding': 'identity' }

/** The first request of a check. */
export function firstRequest(monitor: MonitorConfig): PageRequest {
  const { url, method, headers, body } = monitor.http
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return { url: new URL(url), method, headers: { ...PUBLIC_HEADERS, ...named }, body }
}

/**
 * The request that follows a redirect, or null where the answer is none (RFC 9110, 15.4). The configured headers and body
 * may hold keys, so they never leave the first origin; a secure connection is never given up for a plain one.
 *
 * @throws Failure
 */
export function nextRequest(
  monitor: MonitorConfig,
  request: PageRequest,
  answer: Answer,
): PageRequest | null {
  const { statusCode, location } = answer
  if (location === null || ![301, 302, 303, 307, 308].includes(statusCode)) return null
  const url = URL.parse(location, request.url)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Failure('redirected to an address that is not http or https')
  }
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new Failure('redirected from a secure address to a plain one')
  }
  url.username = ''
  url.password = ''
  const keepsBody = statusCode === 307 || statusCode === 308
  const own = url.origin === new URL(monitor.http.url).origin
  if (!own && keepsBody && request.body !== null) {
    throw new Failure('redirected its form to another host')
  }
  const rewrites = request.method === 'POST' && !keepsBody
  const headers: Record<string, string> = own ? { ...request.headers } : PUBLIC_HEADERS
  if (rewrites) delete headers['content-type']
  return { url, method: rewrites ? 'GET' : request.method, headers, body: rewrites ? null : request.body }
}
