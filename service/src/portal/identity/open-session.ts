import { randomUUID } from 'node:crypto'
import { AppError, audit, type Ctx } from '@tractops/platform'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { hashOfToken, newToken } from '../../accounts/index.ts'
import { readerLink, readerSession } from '../tables.ts'
import { actorOfReader, readerAt } from './reader.ts'

/** A session that nobody used for so long has ended. */
export const IDLE_DAYS = 30
export const hoursOf = (days: number) => ({ hours: days * 24 })

/**
 * Spends a link, and opens a session with a new token, which is in the answer alone. A session that this browser had before (`instead`) ends.
 *
 * @throws AppError `link_spent` (410) for a link that was used, is too old, was never made, or whose reader may read no more.
 */
export async function openSession(
  ctx: Ctx,
  { token, instead }: { token: string; instead: string | null },
): Promise<{ token: string; target: string }> {
  const [link] = await ctx.tx
    .update(readerLink)
    .set({ usedAt: ctx.now })
    .where(
      and(
        eq(readerLink.tokenHash, hashOfToken(token)),
        isNull(readerLink.usedAt),
        gt(readerLink.expiresAt, ctx.now),
      ),
    )
    .returning()
  const reader = link === undefined ? null : await readerAt(ctx, link.email)
  if (link === undefined || reader === null)
    throw new AppError(
      'link_spent',
      410,
      'This link was used before, or its 15 minutes have passed. Ask for a new one: it takes a moment.',
    )
  if (instead !== null)
    await ctx.tx.delete(readerSession).where(eq(readerSession.tokenHash, hashOfToken(instead)))
  const id = `rds_${randomUUID()}`
  const made = newToken()
  await ctx.tx.insert(readerSession).values({
    id,
    tokenHash: hashOfToken(made),
    email: link.email,
    createdAt: ctx.now,
    seenAt: ctx.now,
    rotatedAt: ctx.now,
    expiresAt: ctx.now.add(hoursOf(IDLE_DAYS)),
  })
  const actor = actorOfReader(reader)
  await audit({ ...ctx, actor }, { action: 'reader.signed_in', subject: actor.id, detail: { session: id } })
  return { token: made, target: link.target }
}
