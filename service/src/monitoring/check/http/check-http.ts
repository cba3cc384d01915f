import type { HttpMonitor } from '../../config/kinds/http.ts'
import { bounded, type CheckDeps } from '../bounded.ts'
import { daysLeft } from '../certificate.ts'
import type { CheckResult } from '../check-result.ts'
import { fetchPage } from './fetch-page.ts'
import { judge } from './judge.ts'

/**
 * Carries out one HTTP check. Every request goes over a connection of its own, so that what a newcomer would meet is what is
 * measured.
 */
export function checkHttp(monitor: HttpMonitor, deps: CheckDeps): Promise<CheckResult> {
  return bounded(monitor.timeoutMs, deps, async (attempt) => {
    const { http, tls, allowPrivate } = monitor
    const answer = await fetchPage(http, { allowPrivate, ca: tls.ca }, attempt)
    const latencyMs = attempt.latencyMs()
    const { statusCode, tlsExpiresAtMs } = answer
    const tlsDaysLeft = daysLeft(tlsExpiresAtMs, attempt.startedAt)
    return {
      ...judge(monitor.expect, answer, { latencyMs, tlsDaysLeft }),
      latencyMs,
      statusCode,
      tlsDaysLeft,
    }
  })
}
