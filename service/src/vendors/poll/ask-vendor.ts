import { type Clock, FetchFailure, guardedFetch } from '@tractops/platform'
import type { VendorPage } from '../config.ts'
import { retryAfterMs } from './next-poll.ts'

/** What a cache needs to know to answer "not modified". */
export type Validators = { etag: string | null; lastModified: string | null }

/** What one address answered, and when: bytes, "as before", or nothing that is worth keeping. */
export type Asked = { url: string; at: Temporal.Instant } & (
  | ({ kind: 'bytes'; bytes: Buffer; contentType: string | null; ageMs: number } & Validators)
  | { kind: 'unchanged'; ageMs: number }
  | { kind: 'failed'; reason: string; retryAfterMs: number | null }
)

const TIMEOUT_MS = 10_000
const MAX_BYTES = 2 * 1024 * 1024

/** Asks one address of a vendor's page. Never throws; over within 10 s, with 2 MB at most. */
export async function askVendor(
  page: Pick<VendorPage, 'allowPrivate'>,
  url: string,
  validators: Validators,
  deps: { clock: Clock; signal: AbortSignal; timeoutMs?: number },
): Promise<Asked> {
  const { etag, lastModified } = validators
  const failed = (reason: string, header?: string): Asked => {
    const at = deps.clock.now()
    return { url, at, kind: 'failed', reason, retryAfterMs: retryAfterMs(header, at) }
  }
  try {
    const { status, headers, body } = await guardedFetch(url, {
      headers: {
        accept: 'application/json',
        ...(etag === null ? {} : { 'if-none-match': etag }),
        ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
      },
      timeoutMs: deps.timeoutMs ?? TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      allowPrivate: page.allowPrivate,
      signal: deps.signal,
    })
    const at = deps.clock.now()
    const ageMs = ageOf(headers)
    if (status === 304 && (etag ?? lastModified) !== null) return { url, at, kind: 'unchanged', ageMs }
    if (status !== 200) return failed(`the page answered ${status}`, headers['retry-after'])
    const header = (name: string) => headers[name]?.slice(0, 1_000) ?? null
    return {
      url,
      at,
      kind: 'bytes',
      bytes: body,
      ageMs,
      contentType: header('content-type'),
      etag: header('etag'),
      lastModified: header('last-modified'),
    }
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error
    return failed(error.message)
  }
}

/** How long an answer has been lying in caches, by their own word (RFC 9111, 5.1). */
function ageOf(headers: Record<string, string>): number {
  return /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) * 1_000 : 0
}
