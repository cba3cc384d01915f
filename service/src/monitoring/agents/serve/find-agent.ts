import { timingSafeEqual } from 'node:crypto'
import { AppError, type HttpEnv, type LimitPolicy, remoteAddress } from '@tractops/platform'
import { and, eq, isNull, lt, lte, or } from 'drizzle-orm'
import type { Context } from 'hono'
import { probeAgent } from '../tables.ts'
import { hashOfToken } from './create-agent.ts'

const refusals: LimitPolicy = { name: 'refused', quota: 60, windowMs: 60_000 }

export type Agent = { id: number; name: string; region: string | null }

/**
 * The agent whose token a request shows (`Authorization: Bearer …`).
 *
 * One that was revoked and calls all the same is noted as seen, at most once a minute, so that staff see that it still runs.
 *
 * @throws AppError 401 `invalid_agent_token` or `agent_revoked`; refused requests are counted by address.
 */
export async function findAgent(c: Context<HttpEnv>): Promise<Agent> {
  const token = /^Bearer +(tractops_agent_[\w-]{43}) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const hash = token === undefined ? null : hashOfToken(token)
  const [found] =
    hash === null ? [] : await c.get('platform').db.select().from(probeAgent).where(eq(probeAgent.hash, hash))
  const known = found !== undefined && timingSafeEqual(Buffer.from(found.hash!), Buffer.from(hash!))
  if (known && found.revokedAt === null) {
    c.header('cache-control', 'private, no-store')
    return { id: found.id, name: found.name, region: found.region }
  }
  const headers = {
    ...c.get('limiter').take(remoteAddress(c), refusals),
    'WWW-Authenticate': 'Bearer realm="tractops", error="invalid_token"',
  }
  if (known) await noteRevoked(c, found.id)
  throw known
    ? new AppError('agent_revoked', 401, `The agent "${found.name}" has been revoked.`, { headers })
    : new AppError('invalid_agent_token', 401, 'This is not the token of an agent.', { headers })
}

async function noteRevoked(c: Context<HttpEnv>, id: number): Promise<void> {
  const { db, clock } = c.get('platform')
  const now = clock.now()
  const { seenAt, revokedAt } = probeAgent
  const isOld = or(isNull(seenAt), lte(seenAt, revokedAt), lt(seenAt, now.subtract({ minutes: 1 })))
  await db
    .update(probeAgent)
    .set({ seenAt: now })
    .where(and(eq(probeAgent.id, id), isOld))
}
