import { guardedRequest, type HttpRequest, type ResolveHost } from '@tractops/platform'
import type { MonitorConfig } from '../config/config.ts'
import { decodePage, MAX_PAGE_BYTES, type Page } from './decode-page.ts'

/** What came back. `location` is the redirect's target as it was sent. */
export type Answer = {
  statusCode: number
  location: string | null
  page: Page
  tlsExpiresAtMs: number | null
}

/** Sends one request of a check and reads the page that answers it; see {@link guardedRequest}. */
export async function requestPage(
  request: HttpRequest,
  monitor: MonitorConfig,
  deps: { resolveHost: ResolveHost; signal: AbortSignal; onAnswering: () => void },
): Promise<Answer> {
  const answer = await guardedRequest(request, {
    ...deps,
    allowPrivate: monitor.allowPrivate,
    ca: monitor.tls.ca,
    maxBytes: MAX_PAGE_BYTES,
  })
  const header = (name: string) => [answer.headers[name] ?? ''].flat()[0]!
  return {
    statusCode: answer.statusCode,
    location: header('location') || null,
    page: decodePage(answer.body, header('content-type')),
    tlsExpiresAtMs: answer.tlsExpiresAtMs,
  }
}
