import { guardedRequest, type HttpRequest } from '@tractops/platform'
import type { Attempt } from '../bounded.ts'
import { type Access, guardOf } from '../guard.ts'
import { decodePage, MAX_PAGE_BYTES, type Page } from './decode-page.ts'

/** What came back from `url`. `location` is the redirect's target as it was sent. */
export type Answer = {
  url: URL
  statusCode: number
  location: string | null
  headers: Record<string, string | string[] | undefined>
  page: Page
  tlsExpiresAtMs: number | null
}

/** Sends one request of a check and reads the page that answers it; see {@link guardedRequest}. */
export async function requestPage(request: HttpRequest, access: Access, attempt: Attempt): Promise<Answer> {
  attempt.late = 'no answer'
  const answer = await guardedRequest(request, {
    ...guardOf(access, attempt),
    maxBytes: MAX_PAGE_BYTES,
    onAnswering: () => {
      attempt.late = 'the answer was not complete'
    },
  })
  const header = (name: string) => [answer.headers[name] ?? ''].flat()[0]!
  return {
    url: request.url,
    statusCode: answer.statusCode,
    location: header('location') || null,
    headers: answer.headers,
    page: decodePage(answer.body, header('content-type')),
    tlsExpiresAtMs: answer.tlsExpiresAtMs,
  }
}
