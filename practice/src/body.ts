import type { IncomingMessage } from 'node:http'
import { Problem } from './problem.ts'

const LIMIT_BYTES = 1024

/** The whole body as UTF-8 text. More than 1 KiB, or bytes that are not UTF-8, are refused as a Problem. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LIMIT_BYTES) {
      request.resume()
      throw new Problem(413, 'body_too_large', `A fault fits in ${LIMIT_BYTES} bytes; this body is larger.`, {
        connection: 'close',
      })
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new Problem(400, 'body_not_utf8', 'The body is not UTF-8 text.')
  }
}
