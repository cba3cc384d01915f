import type { Ctx } from '@tractops/platform'
import { and, eq, gt, or } from 'drizzle-orm'
import { hashOfToken, newToken } from '../../accounts/index.ts'
import { readerSession } from '../tables.ts'
import { hoursOf, IDLE_DAYS } from './open-session.ts'
import { type Reader, readerAt } from './reader.ts'

/** How often, at most, a used session is prolonged, and gets another token. */
const PROLONG = { minutes: 15 }
const ROTATE = { hours: 24 }
/** How long the token before is still taken. */
const OVERLAP = { minutes: 1 }

export type ReaderSession = Reader & { id: string }

/** Who shows this token; null for none of ours, an ended one, or one who may read no more. `fresh` is a token to show from now on. */
export async function findReaderSession(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  token: string,
): Promise<{ session: ReaderSession; fresh: string | null } | null> {
  const hash = hashOfToken(token)
  const [found] = await ctx.tx
    .select()
    .from(readerSession)
    .where(
      and(
        or(
          eq(readerSession.tokenHash, hash),
          and(eq(readerSession.previousHash, hash), gt(readerSession.previousUntil, ctx.now)),
        ),
        gt(readerSession.expiresAt, ctx.now),
      ),
    )
  const reader = found === undefined ? null : await readerAt(ctx, found.email)
  if (found === undefined || reader === null) return null
  const session = { ...reader, id: found.id }
  const since = (at: Temporal.Instant, age: Temporal.DurationLike) =>
    Temporal.Instant.compare(at.add(age), ctx.now) <= 0
  if (!since(found.seenAt, PROLONG)) return { session, fresh: null }
  const turn = found.tokenHash === hash && since(found.rotatedAt, ROTATE) ? newToken() : null
  const used = { seenAt: ctx.now, expiresAt: ctx.now.add(hoursOf(IDLE_DAYS)) }
  const turned =
    turn === null
      ? {}
      : {
          tokenHash: hashOfToken(turn),
          previousHash: hash,
          previousUntil: ctx.now.add(OVERLAP),
          rotatedAt: ctx.now,
        }
  const changed = await ctx.tx
    .update(readerSession)
    .set({ ...used, ...turned })
    .where(and(eq(readerSession.id, found.id), eq(readerSession.tokenHash, found.tokenHash)))
    .returning({ id: readerSession.id })
  return { session, fresh: changed.length === 0 ? null : turn }
}
