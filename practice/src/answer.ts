import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Html } from './html.ts'
import { Problem } from './problem.ts'

export const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const SECURITY_HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Ends `response` with `body`. A HEAD request gets the same headers and no body; a reader who left gets nothing. */
export function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

export function answerHtml(
  response: ServerResponse,
  status: number,
  page: Html,
  headers: Record<string, string> = {},
): void {
  answer(response, status, page.text, { 'content-type': 'text/html; charset=utf-8', ...headers })
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  answer(response, status, `${JSON.stringify(value)}\n`, { 'content-type': 'application/json' })
}

export function answerProblem(response: ServerResponse, problem: Problem): void {
  answer(response, problem.status, problem.body(), {
    'content-type': 'application/problem+json',
    ...problem.headers,
  })
}

/** Refuses every method but `methods` (and HEAD wherever GET is allowed) as a Problem that names what is allowed. */
export function requireMethod(request: IncomingMessage, ...methods: string[]): void {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  if (allowed.includes(request.method ?? '')) return
  throw new Problem(
    405,
    'method_not_allowed',
    `${request.method} is not answered here. Use ${allowed.join(' or ')}.`,
    {
      allow: allowed.join(', '),
    },
  )
}
