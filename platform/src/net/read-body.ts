import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { FetchFailure } from './failure.ts'

/** A body as far as it was read. `complete` is false where it goes on after the limit. */
export type Body = { bytes: Buffer; complete: boolean }

/**
 * Reads a body to its end or to `maxBytes`, unpacked where it comes compressed; the limit counts what was unpacked, so a
 * small body that unpacks to a large one is not read to its end either. The stream is destroyed afterwards.
 *
 * @throws FetchFailure when it is compressed in a way that was not asked for; the unpacker's error when badly so.
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Body> {
  const unpack = unpacker(encoding)
  if (unpack !== null) body.on('error', (error) => unpack.destroy(error)).pipe(unpack)
  const source = unpack ?? body
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) break
    }
  } finally {
    source.destroy()
    body.on('error', () => {}).destroy()
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), complete: size <= maxBytes }
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
      throw new FetchFailure('the page is compressed in a way that was not asked for')
  }
}
