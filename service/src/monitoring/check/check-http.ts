import { type ResolveHost, reasonOf, resolveHost } from '@tractops/platform'
import type { MonitorConfig } from '../config/config.ts'
import type { CheckResult } from './check-result.ts'
import { Failure } from './failure.ts'
import { firstRequest, nextRequest } from './follow.ts'
import { DAY_MS, judge, spell } from './judge.ts'
import { type Answer, requestPage } from './request-page.ts'

/**
 * Carries out one HTTP check. It never throws, and is over within the monitor's timeout: names, connections, encryption,
 * redirects and the page itself all count against it. Every request goes over a connection of its own, so that what a
 * newcomer would meet is what is measured.
 */
export async function checkHttp(
  monitor: MonitorConfig,
  deps: { now: () => Temporal.Instant; resolveHost?: ResolveHost },
): Promise<CheckResult> {
  const startedAt = deps.now()
  const startMs = performance.now()
  const abort = new AbortController()
  let answering = false
  const within = spell(monitor.timeoutMs)
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const late = new Failure(
      answering ? `the answer was not complete within ${within}` : `no answer within ${within}`,
    )
    abort.abort(late)
    tooLate.reject(late)
  }, monitor.timeoutMs)
  const latency = () => Math.round(performance.now() - startMs)
  try {
    const work = followed(monitor, {
      resolveHost: deps.resolveHost ?? resolveHost,
      signal: abort.signal,
      onAnswering: () => {
        answering = true
      },
    })
    const answer = await Promise.race([work, tooLate.promise])
    const latencyMs = latency()
    const { statusCode, tlsExpiresAtMs } = answer
    const leftMs = tlsExpiresAtMs === null ? null : tlsExpiresAtMs - startedAt.epochMilliseconds
    const tlsDaysLeft = leftMs === null ? null : Math.floor(leftMs / DAY_MS)
    return {
      startedAt,
      ...judge(monitor, answer, { latencyMs, tlsDaysLeft }),
      latencyMs,
      statusCode,
      tlsDaysLeft,
    }
  } catch (error) {
    const reason = reasonOf(abort.signal.aborted ? abort.signal.reason : error)
    return { startedAt, state: 'down', reason, latencyMs: latency(), statusCode: null, tlsDaysLeft: null }
  } finally {
    clearTimeout(timer)
    if (!abort.signal.aborted) abort.abort()
  }
}

async function followed(monitor: MonitorConfig, deps: Parameters<typeof requestPage>[2]): Promise<Answer> {
  const seen = new Set<string>()
  let request = firstRequest(monitor)
  for (let redirects = 0; ; redirects++) {
    const answer = await requestPage(request, monitor, deps)
    const next = monitor.http.redirects === 0 ? null : nextRequest(monitor, request, answer)
    if (next === null) return answer
    seen.add(`${request.method} ${request.url.href}`)
    if (seen.has(`${next.method} ${next.url.href}`)) throw new Failure('redirects in a circle')
    if (redirects === monitor.http.redirects) throw new Failure(`redirected more than ${redirects} times`)
    request = next
  }
}
