import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AppError, type HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'

export type Upload = { name: string; claimedType: string; stream: Readable }

/**
 * The file of an upload: the field `file` of a form, or the body as it comes, with its name in `?name=`. `createHttpApp` lets
 * bodies of that size through on the paths it is told.
 *
 * @throws AppError `file_missing` (400).
 */
export async function receiveUpload(c: Context<HttpEnv>): Promise<Upload> {
  const type = c.req.header('content-type') ?? ''
  if (/^multipart\/form-data\b/i.test(type)) {
    const file = await c.req.formData().then(
      (form) => form.get('file'),
      () => null,
    )
    if (!(file instanceof File)) throw missing('The form has no file in its field "file".')
    const stream = Readable.fromWeb(file.stream() as ReadableStream)
    return { name: file.name, claimedType: file.type, stream }
  }
  const name = c.req.query('name')
  if (name === undefined || name === '') throw missing('Name the file: ?name=picture.png', 'query.name')
  if (c.req.raw.body === null) throw missing('The body holds no file.')
  // The body of a request with an Idempotency-Key has been read already; Hono has kept it.
  const stream = c.get('hasIdempotencyKey')
    ? Readable.from([Buffer.from(await c.req.arrayBuffer())])
    : Readable.fromWeb(c.req.raw.body as ReadableStream)
  return { name, claimedType: type, stream }
}

const missing = (message: string, path = 'file') => new AppError('file_missing', 400, message, { path })
