import { and, eq, isNull, lt } from 'drizzle-orm'
import type { Db } from '../../database/database.ts'
import { AppError } from '../../error.ts'
import { keptAnswer } from './tables.ts'

/** A request that began so long ago and has no answer was cut off with its process: it may be sent again. */
const LONGEST_REQUEST_MS = 5 * 60_000

type Id = { actor: string; key: string }

const isThat = ({ actor, key }: Id) => and(eq(keptAnswer.actor, actor), eq(keptAnswer.key, key))

/**
 * Takes a key for a request that begins now: null, and the caller carries it out; or the answer that was given before. Throws
 * 422 where the key was used for another request, 409 where that one is under way.
 */
export async function claim(db: Db, asked: Id & { requestHash: string; now: Temporal.Instant }) {
  const { actor, key, requestHash, now } = asked
  const taken = await db
    .insert(keptAnswer)
    .values({ actor, key, requestHash, startedAt: now })
    .onConflictDoNothing()
    .returning({ key: keptAnswer.key })
  if (taken.length > 0) return null
  const [found] = await db.select().from(keptAnswer).where(isThat(asked))
  if (found?.requestHash !== undefined && found.requestHash !== requestHash)
    throw new AppError(
      'idempotency_key_reused',
      422,
      'This Idempotency-Key was used for another request: make a new one.',
    )
  if (found && found.status !== null)
    return { status: found.status, headers: found.headers ?? {}, body: found.body ?? Buffer.alloc(0) }
  const cutOff = lt(keptAnswer.startedAt, now.subtract({ milliseconds: LONGEST_REQUEST_MS }))
  const again = await db
    .update(keptAnswer)
    .set({ startedAt: now })
    .where(and(isThat(asked), isNull(keptAnswer.status), cutOff))
    .returning({ key: keptAnswer.key })
  if (again.length > 0) return null
  throw new AppError(
    'idempotency_in_progress',
    409,
    'The first request with this Idempotency-Key is under way: ask again in a moment.',
    {
      headers: { 'Retry-After': '1' },
    },
  )
}

export async function keep(
  db: Db,
  { status, headers, body, ...id }: Id & { status: number; headers: Record<string, string>; body: Buffer },
): Promise<void> {
  await db.update(keptAnswer).set({ status, headers, body }).where(isThat(id))
}

export async function forget(db: Db, id: Id): Promise<void> {
  await db.delete(keptAnswer).where(isThat(id))
}
