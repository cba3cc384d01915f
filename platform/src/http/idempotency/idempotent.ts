import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { AppError } from '../../error.ts'
import { seal, unseal } from '../../seal.ts'
import type { HttpEnv } from '../env.ts'
import { remoteAddress } from '../remote-address.ts'
import { claim, forget, keep } from './keep.ts'

const PURPOSE = 'kept answer'
const KEPT_HEADERS = ['content-type', 'location', 'etag']
const PASSING = new Set([401, 403, 408, 425, 429])

/**
 * `Idempotency-Key` (IETF draft): a POST sent again by the same actor with the same key within 24 h is answered with the first
 * answer (`Idempotency-Replayed: true`) and done once. Another body is 422, one still under way 409. A failure of ours (5xx) and
 * a refusal that may pass (401, 403, 429) are not kept. `requireRole` does this for every route behind it.
 */
export const idempotent = (): MiddlewareHandler<HttpEnv> => onceByKey

export async function onceByKey(c: Context<HttpEnv>, next: Next): Promise<Response | undefined> {
  const key = c.req.header('idempotency-key')
  if (key === undefined || c.req.method !== 'POST' || c.get('hasIdempotencyKey')) {
    await next()
    return undefined
  }
  c.set('hasIdempotencyKey', true)
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError(
      'invalid_idempotency_key',
      400,
      'An Idempotency-Key has 1 to 255 printable characters.',
    )
  const { db, clock, config } = c.get('platform')
  const id = { actor: whoAsks(c), key }
  const claimed = await claim(db, { ...id, requestHash: await hashOf(c), now: clock.now() })
  if (claimed !== null) return replay(c, config.secretKey, claimed)
  let kept = false
  try {
    await next()
    const { status } = c.res
    if (status < 500 && !PASSING.has(status)) {
      const body = seal(config.secretKey, PURPOSE, Buffer.from(await c.res.clone().arrayBuffer()))
      const headers = Object.fromEntries(
        KEPT_HEADERS.flatMap((name) => {
          const value = c.res.headers.get(name)
          return value === null ? [] : [[name, value]]
        }),
      )
      await keep(db, { ...id, status, headers, body })
      kept = true
    }
  } finally {
    if (!kept) await forget(db, id)
  }
  return undefined
}

function replay(
  c: Context<HttpEnv>,
  secretKey: string,
  answer: { status: number; headers: Record<string, string>; body: Buffer },
) {
  const body = unseal(secretKey, PURPOSE, answer.body)
  if (body === null)
    throw new AppError(
      'answer_unreadable',
      409,
      'This request was answered before SECRET_KEY was changed: use another Idempotency-Key.',
    )
  c.header('idempotency-replayed', 'true')
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value)
  return c.newResponse(body.length === 0 ? null : new Uint8Array(body), answer.status as 200)
}

function whoAsks(c: Context<HttpEnv>): string {
  const actor = c.get('actor') as HttpEnv['Variables']['actor'] | undefined
  if (actor === undefined) return `address ${remoteAddress(c)}`
  return 'id' in actor ? actor.id : actor.name
}

async function hashOf(c: Context<HttpEnv>): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  const body = new Uint8Array(await c.req.arrayBuffer())
  return createHash('sha256').update(`POST ${pathname}${search}\n`).update(body).digest('hex')
}
