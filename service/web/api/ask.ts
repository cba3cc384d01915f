import { hearTime } from './now.ts'
import { Problem } from './problem.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type More = {
  /** The Idempotency-Key of a POST that somebody may send again after it failed: done once all the same. */
  key?: string
  /** Goes out even where the page is being left. */
  keepalive?: boolean
  /** Whose pages ask; default the console. */
  from?: 'console' | 'portal'
}

/**
 * Asks the API as the person who is signed in. Changes carry the header that shows they come from this page; a POST carries
 * an Idempotency-Key, so that one sent again by the browser is done once. Throws a `Problem` for any refusal.
 */
export async function ask<T>(
  method: Method,
  path: string,
  body?: unknown,
  { key, keepalive = false, from = 'console' }: More = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', [`x-tractops-${from}`]: '1' }
  if (method === 'POST') headers['idempotency-key'] = key ?? crypto.randomUUID()
  const isForm = body instanceof FormData || body instanceof Blob
  if (!isForm && (body !== undefined || method === 'POST')) headers['content-type'] = 'application/json'
  const sent = isForm
    ? body
    : body === undefined
      ? method === 'POST'
        ? '{}'
        : undefined
      : JSON.stringify(body)
  const response = await fetch(path, {
    method,
    headers,
    keepalive,
    credentials: 'same-origin',
    ...(sent === undefined ? {} : { body: sent }),
  })
  hearTime(response.headers.get('date'))
  const text = await response.text()
  const answer: unknown = text === '' ? null : parsed(text)
  if (!response.ok) throw new Problem(response.status, (answer ?? {}) as object)
  return answer as T
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A list that comes in pages, as the API answers it. */
export type Page<T> = { items: T[]; next: string | null }

/** A path with the parts of a query that are set. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set.map(([k, v]) => [k, String(v)]))}`
}
