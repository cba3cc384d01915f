import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { invitation } from '../tables.ts'
import { hashOfToken } from '../token.ts'

/** The open invitation that a link speaks of, held until the transaction ends. Throws for one that opens nothing (more). */
export async function findInvitation(ctx: Pick<Ctx, 'tx' | 'now'>, token: string) {
  const [found] = await ctx.tx
    .select()
    .from(invitation)
    .where(eq(invitation.tokenHash, hashOfToken(token)))
    .for('update')
  const refuse = (code: string, message: string) => new AppError(code, 410, message, { path: 'token' })
  if (!found || found.withdrawnAt)
    throw refuse(
      'invitation_unknown',
      'This link opens nothing: it is incomplete, or the invitation was withdrawn.',
    )
  if (found.acceptedAt)
    throw refuse('invitation_used', 'This link was used before. Sign in, or ask an admin for another one.')
  if (Temporal.Instant.compare(found.expiresAt, ctx.now) <= 0)
    throw refuse(
      'invitation_expired',
      'This link opened for 72 hours, and they are over: ask an admin for another one.',
    )
  return found
}
