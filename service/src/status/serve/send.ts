import { AppError, type HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'
import { type EncodedPage, encodingFor, isKnown } from './encode.ts'

/**
 * A page is sent as a Response of its own, with all of its headers made beforehand: headers put together for each request
 * cost a third of the requests a second.
 *
 * @throws AppError `status_unavailable` (503) where nothing could be read yet.
 */
export function send(
  c: Context<HttpEnv>,
  page: EncodedPage | Promise<EncodedPage>,
): Response | Promise<Response> {
  const reply = (encoded: EncodedPage): Response => {
    const { body, etag, headers, notModified } = encoded[encodingFor(c.req.header('accept-encoding'))]
    const known = isKnown(c.req.header('if-none-match'), etag)
    const own = known ? notModified : headers
    const requestId: string | undefined = c.get('requestId')
    const sent = requestId === undefined ? own : { ...own, 'x-request-id': requestId }
    c.set('hasAllHeaders', true)
    return new Response(known ? null : body, { status: known ? 304 : encoded.status, headers: sent })
  }
  if (!(page instanceof Promise)) return reply(page)
  return page.then(reply, (cause: unknown) => {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      'status_unavailable',
      503,
      'Nothing could be read yet that this page could show. It is tried again all the time; please come back in a minute.',
      { cause },
    )
  })
}
