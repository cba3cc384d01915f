import type * as z from 'zod'
import { type Probe, probe, probeOf, type Trust } from './check.ts'
import {
  checkRequest,
  expectation,
  expectationOf,
  type HttpExpectation,
  isSecure,
  type RequestConfig,
  request,
  requestOf,
} from './request.ts'
import { trust } from './shared.ts'

/** One HTTP request and what its answer must be. */
export type HttpMonitor = Probe & { kind: 'http'; http: RequestConfig; expect: HttpExpectation; tls: Trust }

export const httpFields = probe('http', { http: request, expect: expectation, tls: trust }).superRefine(
  (value, context) => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    checkRequest(value, say)
    if (value.tls !== undefined && !isSecure(value.http.url)) {
      say(['tls'], 'Only an https address has a certificate; leave this out.')
    }
  },
)

export function httpMonitor(m: z.output<typeof httpFields>, tls: Trust): HttpMonitor {
  return { kind: 'http', ...probeOf(m), http: requestOf(m.http), expect: expectationOf(m.expect), tls }
}
