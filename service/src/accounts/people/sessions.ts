import { AppError, audit, type Ctx } from '@tractops/platform'
import { and, desc, eq, gt } from 'drizzle-orm'
import { personSession } from '../tables.ts'

/** A person's sessions that have not ended, newest first. */
export function listSessions(ctx: Pick<Ctx, 'tx' | 'now'>, input: { personId: string }) {
  const { id, verifiedBy, ipAddress, userAgent, createdAt, updatedAt, expiresAt, userId } = personSession
  return ctx.tx
    .select({ id, verifiedBy, ipAddress, userAgent, createdAt, updatedAt, expiresAt })
    .from(personSession)
    .where(and(eq(userId, input.personId), gt(expiresAt, new Date(ctx.now.epochMilliseconds))))
    .orderBy(desc(createdAt))
}

/** Ends one of a person's own sessions. */
export async function endSession(ctx: Ctx, input: { personId: string; id: string }): Promise<void> {
  const ended = await ctx.tx
    .delete(personSession)
    .where(and(eq(personSession.id, input.id), eq(personSession.userId, input.personId)))
    .returning({ id: personSession.id })
  if (ended.length === 0)
    throw new AppError('session_not_found', 404, 'You have no such session: it may have ended.', {
      path: 'id',
    })
  await audit(ctx, { action: 'person.session_ended', subject: input.personId, detail: { session: input.id } })
}
