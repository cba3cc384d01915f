import type { RequestConfig } from '../../config/kinds/request.ts'
import type { Attempt } from '../bounded.ts'
import { Failure } from '../failure.ts'
import type { Access } from '../guard.ts'
import { firstRequest, nextRequest } from './follow.ts'
import { type Answer, requestPage } from './request-page.ts'

/**
 * Asks for a page and follows as many redirects as `http` allows.
 *
 * @throws Failure, or the error of a connection; `reasonOf` puts both into words.
 */
export async function fetchPage(
  http: RequestConfig,
  access: Omit<Access, 'family'>,
  attempt: Attempt,
): Promise<Answer> {
  const seen = new Set<string>()
  let request = firstRequest(http)
  const { origin } = request.url
  for (let redirects = 0; ; redirects++) {
    const answer = await requestPage(request, { ...access, family: http.family }, attempt)
    const next = http.redirects === 0 ? null : nextRequest(origin, request, answer)
    if (next === null) return answer
    seen.add(`${request.method} ${request.url.href}`)
    if (seen.has(`${next.method} ${next.url.href}`)) throw new Failure('redirects in a circle')
    if (redirects === http.redirects) throw new Failure(`redirected more than ${redirects} times`)
    request = next
  }
}
