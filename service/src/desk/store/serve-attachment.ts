import { Readable } from 'node:stream'
import type { HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'
import { disposition } from './file-name.ts'
import type { OpenedAttachment } from './read-attachments.ts'

/** Nothing in it runs, loads or knows our origin, even where a browser is made to open it. */
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

/** Sends an attachment as a download; pixels in place where that was asked for (`?inline=1`). */
export function serveAttachment(c: Context<HttpEnv>, file: OpenedAttachment): Response {
  const inline = file.inline && c.req.query('inline') === '1'
  c.header('content-type', file.type)
  c.header('content-length', String(file.size))
  c.header('content-disposition', disposition(inline ? 'inline' : 'attachment', file.name))
  c.header('content-security-policy', POLICY)
  c.header('x-content-type-options', 'nosniff')
  c.header('cache-control', 'private, no-store')
  return c.body(Readable.toWeb(file.stream) as ReadableStream)
}
