import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Failure } from './failure.ts'

/** No more of a page is read, before or after it is unpacked. */
export const MAX_PAGE_BYTES = 1024 * 1024

/** A page as far as it was read. `complete` is false where it goes on after {@link MAX_PAGE_BYTES}. */
export type Page = { text: string; complete: boolean }

/** Reads a page to its end or to its limit, unpacked where it comes compressed. The stream is destroyed afterwards. */
export async function readPage(body: Readable, headers: { encoding: string; type: string }): Promise<Page> {
  const unpack = unpacker(headers.encoding)
  if (unpack !== null) body.on('error', (error) => unpack.destroy(error)).pipe(unpack)
  const source = unpack ?? body
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MAX_PAGE_BYTES) break
    }
  } finally {
    source.destroy()
    body.on('error', () => {}).destroy()
  }
  const bytes = Buffer.concat(chunks)
  return { text: decode(bytes.subarray(0, MAX_PAGE_BYTES), headers.type), complete: size <= MAX_PAGE_BYTES }
}

function unpacker(encoding: string) {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new Failure('the page is compressed in a way that was not asked for')
  }
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}
