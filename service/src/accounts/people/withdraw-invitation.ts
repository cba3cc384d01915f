import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { invitation } from '../tables.ts'

/** Ends an invitation that nobody accepted: its link opens nothing any more. Ending one that has ended changes nothing. */
export async function withdrawInvitation(ctx: Ctx, input: { id: string }): Promise<{ withdrawn: boolean }> {
  const [found] = await ctx.tx.select().from(invitation).where(eq(invitation.id, input.id)).for('update')
  if (!found) throw new AppError('invitation_not_found', 404, 'There is no such invitation.', { path: 'id' })
  if (found.acceptedAt || found.withdrawnAt) return { withdrawn: false }
  await ctx.tx
    .update(invitation)
    .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor })
    .where(eq(invitation.id, input.id))
  await announce(ctx, 'accounts')
  await audit(ctx, {
    action: 'person.invitation_withdrawn',
    subject: input.id,
    detail: { email: found.email },
  })
  return { withdrawn: true }
}
