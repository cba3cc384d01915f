import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** A page, a feed or any other document before it is encoded; a header set to null is left out. */
export type Doc = { type: string; body: string; status?: number; headers?: Record<string, string | null> }

export const HTML = 'text/html; charset=utf-8'

/** One form of a page, ready to be sent. */
type Encoded = {
  body: Uint8Array<ArrayBuffer>
  etag: string
  headers: Record<string, string>
  /** What RFC 9110 (15.4.5) wants of a 304 for this form. */
  notModified: Record<string, string>
}

/** A page in every form that a reader may ask for; compressed once, and not for each request. */
export type EncodedPage = Record<Encoding, Encoded> & { status: number }

/**
 * A page in identity, gzip and brotli, each with a strong ETag of its own, as RFC 9110 (8.8.3.3) asks of different bytes.
 * `no-cache` lets anyone keep a copy, to be asked about before it is shown; `stale-if-error` lets it be shown when we are away.
 */
export async function encodePage(doc: Doc, common: Record<string, string>): Promise<EncodedPage> {
  const bytes = Buffer.from(doc.body)
  const headers = Object.fromEntries(
    Object.entries({ ...common, ...doc.headers }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  )
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  const [zipped, packed] = await Promise.all([
    promisify(gzip)(bytes),
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ])
  const form = (encoding: Encoding, body: Buffer): Encoded => {
    const etag = `"${hash}-${encoding}"`
    const notModified = {
      ...headers,
      'cache-control': 'public, no-cache, stale-if-error=86400',
      vary: 'accept-encoding',
      etag,
    }
    const all = {
      ...notModified,
      'content-type': doc.type,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    }
    return { body: new Uint8Array(body), etag, headers: all, notModified }
  }
  return {
    status: doc.status ?? 200,
    br: form('br', packed),
    gzip: form('gzip', zipped),
    identity: form('identity', bytes),
  }
}

const MOST_REMEMBERED = 200
const remembered = new Map<string, Encoding>()

/** The smallest form that an Accept-Encoding header (RFC 9110, 12.5.3) allows; identity when there is no header. */
export function encodingFor(accepted: string | undefined): Encoding {
  if (accepted === undefined) return 'identity'
  const known = remembered.get(accepted)
  if (known !== undefined) return known
  const chosen = choose(accepted)
  if (remembered.size < MOST_REMEMBERED) remembered.set(accepted, chosen)
  return chosen
}

function choose(accepted: string): Encoding {
  const weights = new Map(
    accepted.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0]
    }),
  )
  const weight = (encoding: Encoding) =>
    weights.get(encoding) ?? (encoding === 'identity' ? 0 : (weights.get('*') ?? 0))
  const best = Math.max(...ENCODINGS.map(weight))
  return best > 0 ? ENCODINGS.find((encoding) => weight(encoding) === best)! : 'identity'
}

/** Whether an If-None-Match header (RFC 9110, 13.1.2) names the page that would be sent. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((tag) => {
    const text = tag.trim()
    return text === '*' || text === etag || text === `W/${etag}`
  })
}
