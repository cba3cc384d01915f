import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AppError } from '@tractops/platform'
import { type Batch, batchSchema } from '../wire.ts'

const LARGEST_BYTES = 1024 * 1024
const unpack = promisify(gunzip)

/**
 * The batch in a request's body, which may be compressed (`Content-Encoding: gzip`) and is at most 1 MiB either way.
 *
 * @throws AppError `body_too_large`, `encoding_unknown`, `gzip_invalid`, `json_invalid`; ZodError.
 */
export async function readBatch(request: Request): Promise<Batch> {
  const packed = Buffer.from(await request.arrayBuffer())
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity')
    throw new AppError('encoding_unknown', 415, 'Send the batch as it is, or with Content-Encoding: gzip.')
  const bytes = encoding === 'gzip' ? await unpacked(packed) : packed
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new AppError('json_invalid', 400, 'The batch is not JSON.', { cause })
  }
  return batchSchema.parse(parsed)
}

async function unpacked(packed: Buffer): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: LARGEST_BYTES })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('body_too_large', 413, 'The batch is larger than 1 MiB once it is unpacked.')
    throw new AppError('gzip_invalid', 400, 'The batch is not what gzip makes.', { cause })
  }
}
