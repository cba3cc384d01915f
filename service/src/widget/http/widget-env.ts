import { AppError, type HttpEnv, inTransaction, type LimitPolicy, remoteAddress } from '@tractops/platform'
import type { Context, MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { actorOf, readerOf, type WidgetReader } from '../reader/reader.ts'
import { NAME } from './bodies.ts'

export type WidgetEnv = { Variables: HttpEnv['Variables'] & { widgetReader: WidgetReader } }

export const WIDGET = { kind: 'system', name: 'help widget' } as const
const refusals: LimitPolicy = { name: 'widget-refused', quota: 60, windowMs: 60_000 }

/**
 * Lets a request pass that shows the token of a host application or of a session of the widget (`Authorization: Bearer …`), and sets
 * `widgetReader` and `actor`. Keys and sessions of the console and the portal open nothing here.
 */
export function requireWidgetReader(): MiddlewareHandler<WidgetEnv> {
  return async (c, next) => {
    const token = shownToken(c)
    c.header('cache-control', 'private, no-store')
    try {
      if (token === undefined)
        throw new AppError(
          'unauthenticated',
          401,
          'Show the token of the reader: Authorization: Bearer TOKEN.',
        )
      const reader = await readerWith(c, token)
      c.set('widgetReader', reader)
      c.set('actor', actorOf(reader))
    } catch (error) {
      if (error instanceof AppError && error.status === 401) limit(c, remoteAddress(c as never), refusals)
      throw error
    }
    await next()
  }
}

/** Who shows a token that is good; null for anybody else. */
export async function readerShown(c: Context): Promise<WidgetReader | null> {
  const token = shownToken(c)
  if (token === undefined) return null
  return readerWith(c, token).catch((error) => {
    if (error instanceof AppError && error.status === 401) return null
    throw error
  })
}

const shownToken = (c: Context): string | undefined =>
  c.req.header('authorization')?.match(/^Bearer +(\S+) *$/i)?.[1]

function readerWith(c: Context, token: string): Promise<WidgetReader> {
  const p = (c as unknown as Context<HttpEnv>).get('platform')
  return inTransaction(p, WIDGET, (ctx) => readerOf(ctx, p.config.secretKey, token))
}

/** Counts a request of `client`. @throws AppError `too_many_requests`. */
export function limit(c: Context, client: string, policy: LimitPolicy): void {
  const asked = c as unknown as Context<HttpEnv>
  for (const [name, value] of Object.entries(asked.get('limiter').take(client, policy)))
    asked.header(name, value)
}

/** The id in the path. @throws AppError `not_found` for what is none of ours. */
export function nameIn(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (NAME.test(id)) return id
  throw new AppError('not_found', 404, 'There is nothing at this address.')
}

/** The JSON body. @throws AppError, or a ZodError, which is answered as `invalid_input`. */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const body: unknown = await c.req.json().catch(() => {
    throw new AppError('invalid_input', 400, 'The body is not JSON.')
  })
  return schema.parse(body, { reportInput: false })
}

/** The key that makes a thing one, however often it is sent. @throws AppError `idempotency_key_missing`. */
export function keyOf(c: Context): string {
  const key = c.req.header('idempotency-key') ?? ''
  if (/^[\x21-\x7e]{8,200}$/.test(key)) return key
  throw new AppError(
    'idempotency_key_missing',
    400,
    'Send an Idempotency-Key of 8 to 200 printable characters, so that what is sent twice is done once.',
  )
}
