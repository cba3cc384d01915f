import { type HttpRequest, redirected } from '@tractops/platform'
import type { RequestConfig } from '../../config/kinds/request.ts'
import type { Answer } from './request-page.ts'

/** What is sent to every host: who asks, and nothing that a host could mistake for a key. */
const PUBLIC_HEADERS = { 'user-agent': 'TractOps monitoring', accept: '*/*', 'accept-encoding': 'identity' }

/** The first request of a check. */
export function firstRequest({ url, method, headers, body }: RequestConfig): HttpRequest {
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return { url: new URL(url), method, headers: { ...PUBLIC_HEADERS, ...named }, body }
}

/**
 * The request that follows a redirect, or null where the answer is none; see {@link redirected}.
 *
 * @throws FetchFailure
 */
export function nextRequest(origin: string, request: HttpRequest, answer: Answer): HttpRequest | null {
  return redirected(request, answer, { origin, headersAway: PUBLIC_HEADERS })
}
