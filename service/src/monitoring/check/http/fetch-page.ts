import type { HttpRequest } from '@tractops/platform'
import type { RequestConfig } from '../../config/kinds/request.ts'
import type { Attempt } from '../bounded.ts'
import { Failure } from '../failure.ts'
import type { Access } from '../guard.ts'
import type { CookieJar } from '../journey/cookie-jar.ts'
import { firstRequest, nextRequest } from './follow.ts'
import { type Answer, requestPage } from './request-page.ts'

/**
 * Asks for a page and follows as many redirects as `http` allows, each with the cookies that are for it.
 *
 * @throws Failure, or the error of a connection; `reasonOf` puts both into words.
 */
export async function fetchPage(
  http: RequestConfig,
  access: Omit<Access, 'family'>,
  attempt: Attempt,
  jar?: CookieJar,
): Promise<Answer> {
  const seen = new Set<string>()
  let request = firstRequest(http)
  const { origin } = request.url
  for (let redirects = 0; ; redirects++) {
    const cookies = [request.headers.cookie ?? [], jar?.headerFor(request.url) ?? []].flat()
    const sent = cookies.length === 0 ? request : withCookies(request, cookies)
    const answer = await requestPage(sent, { ...access, family: http.family }, attempt)
    jar?.take(request.url, [answer.headers['set-cookie'] ?? []].flat(), attempt.startedAt)
    const next = http.redirects === 0 ? null : nextRequest(origin, request, answer)
    if (next === null) return answer
    seen.add(`${request.method} ${request.url.href}`)
    if (seen.has(`${next.method} ${next.url.href}`)) throw new Failure('redirects in a circle')
    if (redirects === http.redirects) throw new Failure(`redirected more than ${redirects} times`)
    request = next
  }
}

function withCookies(request: HttpRequest, cookies: string[]): HttpRequest {
  return { ...request, headers: { ...request.headers, cookie: cookies.join('; ') } }
}
