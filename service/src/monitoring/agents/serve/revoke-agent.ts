import { AppError, announce, audit, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { BUILT_IN, probeAgent } from '../tables.ts'

/** Ends an agent's token: what it shows is refused from now on, and what it has delivered stays. Once is enough. */
export async function revokeAgent(ctx: Ctx, input: { id: number }): Promise<{ revoked: boolean }> {
  const { id } = input
  const [found] = await ctx.tx.select().from(probeAgent).where(eq(probeAgent.id, id)).for('update')
  if (found === undefined) {
    throw new AppError('agent_unknown', 404, `There is no agent ${id}: see tractops agent list.`, {
      path: 'id',
    })
  }
  if (id === BUILT_IN)
    throw new AppError('agent_built_in', 409, 'The built-in agent is the service itself.', { path: 'id' })
  if (found.revokedAt !== null) return { revoked: false }
  await ctx.tx
    .update(probeAgent)
    .set({ revokedAt: ctx.now, revokedBy: ctx.actor })
    .where(eq(probeAgent.id, id))
  await announce(ctx, 'agents')
  await audit(ctx, { action: 'agent.revoked', subject: `agent ${id}`, detail: { name: found.name } })
  return { revoked: true }
}
