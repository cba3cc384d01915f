/** The server said no, and why. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly path: string
  /** When it may be tried again, in ms; null: not as it is. */
  readonly againMs: number | null

  constructor(
    status: number,
    problem: { code?: string; detail?: string; path?: string },
    againMs: number | null,
  ) {
    super(problem.detail ?? 'The service answered in a way that is not understood.')
    this.status = status
    this.code = problem.code ?? ''
    this.path = problem.path ?? ''
    this.againMs = againMs
  }
}

/** There was no answer: no connection, or a service that is away. */
export class Away extends Error {}

const PATIENCE_MS = 20_000

export type Ask = { body?: unknown; token?: string | null; key?: string }

/** Asks the widget's API. @throws Refused, Away */
export async function ask<T>(server: string, path: string, { body, token, key }: Ask = {}): Promise<T> {
  const response = await fetch(`${server}/widget/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new Away()
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  throw refusal(response.status, answer, response.headers.get('retry-after'))
}

/** What an answer that is no success means: a service that is away, something to try again, or a refusal for good. */
export function refusal(status: number, problem: object, retryAfter: string | null): Error {
  if (status >= 500) return new Away()
  const passing = [408, 425, 429].includes(status)
  return new Refused(status, problem, passing ? Math.max(1, Number(retryAfter) || 30) * 1_000 : null)
}
