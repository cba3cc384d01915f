import * as z from 'zod'
import { headers, type StatusRange, status, url, words } from '../fields.ts'
import { object } from '../object.ts'
import { type JsonCondition, jsonConditions } from './json-condition.ts'
import { type Family, family, latency, tlsDaysLeft } from './shared.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE']

/** One HTTP request. `redirects`: how many are followed. */
export type RequestConfig = {
  method: (typeof METHODS)[number]
  url: string
  headers: Record<string, string>
  body: string | null
  redirects: number
  family: Family
}

/** What its answer must be. */
export type HttpExpectation = {
  status: StatusRange[]
  body: string | null
  json: JsonCondition[]
  /** Where the answer must redirect to. */
  redirectTo: string | null
  latencyMs: number | null
  tlsDaysLeft: number | null
}

export const request = object({
  method: z.enum(METHODS).default('GET'),
  url,
  headers: headers.default({}),
  body: z.string().max(100_000).optional().meta({ description: 'What is sent.' }),
  redirects: z.int().min(0).max(10).default(5).meta({ description: 'How many redirects are followed.' }),
  family,
})

export const expectation = object({
  status: status.optional().meta({ description: 'Any other status is down. Default: 2xx.' }),
  body: words(1_000).optional().meta({ description: 'A text that the page must hold.' }),
  json: jsonConditions.optional().meta({ description: 'What values of a JSON answer must be.' }),
  redirectTo: url.optional().meta({ description: 'The address that the answer must redirect to.' }),
  latency,
  tlsDaysLeft,
}).prefault({})

type Request = z.output<typeof request>
type Expectation = z.output<typeof expectation>

/** What a request and its expectation say of one another; each problem with its path below the two. */
export function checkRequest(
  { http, expect }: { http: Request; expect: Expectation },
  say: (path: string[], message: string) => void,
): void {
  const { method, redirects } = http
  if (http.body !== undefined && !WITH_BODY.includes(method)) {
    say(['http', 'body'], `A ${method} has no body; write \`method: POST\` or leave it out.`)
  }
  for (const field of ['body', 'json'] as const) {
    if (method === 'HEAD' && expect[field] !== undefined) {
      say(['expect', field], 'A HEAD is answered without a page; write `method: GET` or leave this out.')
    }
  }
  if (expect.redirectTo !== undefined && redirects !== 0) {
    say(['expect', 'redirectTo'], 'A redirect that is followed is not looked at; write `redirects: 0`.')
  }
  if (expect.tlsDaysLeft !== undefined && !isSecure(http.url)) {
    say(['expect', 'tlsDaysLeft'], 'Only an https address has a certificate; leave this out.')
  }
}

/** Whether an address may be an https one: where it is filled in later, that is not known. */
export const isSecure = (address: string) => !/^http:/i.test(address)

export function requestOf(http: Request): RequestConfig {
  return { ...http, body: http.body ?? null, family: http.family ?? null }
}

export function expectationOf(expect: Expectation): HttpExpectation {
  const hundred = expect.redirectTo === undefined ? 200 : 300
  return {
    status: expect.status ?? [{ from: hundred, to: hundred + 99 }],
    body: expect.body ?? null,
    json: expect.json ?? [],
    redirectTo: expect.redirectTo ?? null,
    latencyMs: expect.latency ?? null,
    tlsDaysLeft: expect.tlsDaysLeft ?? null,
  }
}
