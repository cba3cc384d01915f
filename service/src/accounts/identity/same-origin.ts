import { AppError, type HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'
import { originOf } from './auth-of.ts'

/** Which of our pages a session belongs to, and the header that they show. */
type Pages = { pages: string; header: string }
const CONSOLE: Pages = { pages: 'the console', header: 'x-tractops-console' }
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that a page of somebody else's may have sent with a person's cookie: our pages say so with a header that
 * no form can set, and the browser says where the request came from. Reading passes.
 */
export function refuseForged(c: Context<HttpEnv>, { pages, header }: Pages = CONSOLE): void {
  if (READING.has(c.req.method)) return
  const own = originOf(c.get('platform'), c)
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin !== undefined && origin !== own)
    throw new AppError(
      'foreign_origin',
      403,
      `This came from ${origin}, and ${pages} is at ${own}: open it there, or set PUBLIC_URL to where people reach it.`,
    )
  if ((site !== undefined && site !== 'same-origin') || (origin ?? site) === undefined)
    throw new AppError(
      'foreign_origin',
      403,
      `This did not come from a page of ${pages}. Nothing was changed.`,
    )
  if (c.req.header(header) !== '1')
    throw new AppError(
      `${header.slice('x-tractops-'.length)}_header_missing`,
      403,
      `A session may change things only with the header ${header}: 1. Programs use an API key.`,
    )
}
