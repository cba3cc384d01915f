import type { MonitorState } from '@tractops/sla'
import type { JourneyMonitor } from '../../config/kinds/journey.ts'
import type { RequestConfig } from '../../config/kinds/request.ts'
import { fillRequest } from '../../config/template.ts'
import { bounded, type CheckDeps } from '../bounded.ts'
import { daysLeft } from '../certificate.ts'
import type { CheckResult } from '../check-result.ts'
import { Failure } from '../failure.ts'
import { fetchPage } from '../http/fetch-page.ts'
import { judge } from '../http/judge.ts'
import { withinLimits } from '../limits.ts'
import { captureValue } from './capture-value.ts'
import { CookieJar } from './cookie-jar.ts'

/**
 * Carries out one journey: its steps in order, until one finds the target down. The reason says which step that was; what
 * was captured, and what was secret, is in none.
 */
export function checkJourney(monitor: JourneyMonitor, deps: CheckDeps): Promise<CheckResult> {
  return bounded(monitor.timeoutMs, deps, async (attempt) => {
    const { journey, allowPrivate, tls } = monitor
    const jar = new CookieJar()
    const captured = new Map<string, string>()
    let found: { state: MonitorState; reason: string | null } = { state: 'up', reason: null }
    let at: URL | undefined
    let statusCode: number | null = null
    let tlsDaysLeft: number | null = null
    for (const [i, step] of journey.steps.entries()) {
      attempt.where = `step ${i + 1}, ${step.name}: `
      const beganMs = attempt.latencyMs()
      const http = filled(step.http, captured, at)
      const answer = await fetchPage(http, { allowPrivate, ca: tls.ca }, attempt, jar)
      at = answer.url
      statusCode = answer.statusCode
      tlsDaysLeft = daysLeft(answer.tlsExpiresAtMs, attempt.startedAt) ?? tlsDaysLeft
      const verdict = judge(step.expect, answer, { latencyMs: attempt.latencyMs() - beganMs, tlsDaysLeft })
      if (verdict.state === 'down') {
        return { ...verdict, latencyMs: attempt.latencyMs(), statusCode, tlsDaysLeft }
      }
      if (found.state === 'up' && verdict.state !== 'up') {
        found = { ...verdict, reason: `${attempt.where}${verdict.reason}` }
      }
      for (const [name, from] of Object.entries(step.capture)) {
        captured.set(name, captureValue(name, from, answer))
      }
    }
    attempt.where = ''
    const latencyMs = attempt.latencyMs()
    if (found.state === 'up') found = withinLimits(monitor.expect, { latencyMs, tlsDaysLeft })
    return { ...found, latencyMs, statusCode, tlsDaysLeft }
  })
}

/** A step's request with what was captured; an address that is captured may be relative to the page before. */
function filled(
  http: RequestConfig,
  captured: ReadonlyMap<string, string>,
  at: URL | undefined,
): RequestConfig {
  const request = fillRequest(http, ({ name }) => captured.get(name), { last: true })
  const url = URL.parse(request.url, at)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Failure('the captured address is not http or https')
  }
  if (Object.values(request.headers).some((value) => !/^[\t\x20-\x7e]*$/.test(value))) {
    throw new Failure('what was captured cannot stand in a header')
  }
  return { ...request, url: url.href }
}
