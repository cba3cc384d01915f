import { AppError, type HttpEnv } from '@tractops/platform'
import type { Context } from 'hono'
import { originOf } from './auth-of.ts'

const CONSOLE_HEADER = 'x-tractops-console'
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that a page of somebody else's may have sent with a person's cookie: our pages say so with a header that
 * no form can set, and the browser says where the request came from. Reading passes.
 */
export function refuseForged(c: Context<HttpEnv>): void {
  if (READING.has(c.req.method)) return
  const own = originOf(c.get('platform'), c)
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin !== undefined && origin !== own)
    throw new AppError(
      'foreign_origin',
      403,
      `This came from ${origin}, and the console is at ${own}: open it there, or set PUBLIC_URL to where people reach it.`,
    )
  if ((site !== undefined && site !== 'same-origin') || (origin ?? site) === undefined)
    throw new AppError(
      'foreign_origin',
      403,
      'This did not come from a page of the console. Nothing was changed.',
    )
  if (c.req.header(CONSOLE_HEADER) !== '1')
    throw new AppError(
      'console_header_missing',
      403,
      `A session may change things only with the header ${CONSOLE_HEADER}: 1. Programs use an API key.`,
    )
}
