import { createHash } from 'node:crypto'
import type { Ctx } from '@tractops/platform'
import { and, eq } from 'drizzle-orm'
import type { MonitorConfig } from '../../config/config.ts'
import { recheckOrders } from '../built-in/recheck-orders.ts'
import { probeAgent, probeSpool } from '../tables.ts'
import type { Assignment } from '../wire.ts'
import type { Agent } from './find-agent.ts'

/** What all agents check, as the configuration stands; a version is a hash of it. */
export type Work = { version: string; monitors: MonitorConfig[]; control: string[] }

export function workOf(monitors: readonly MonitorConfig[], control: readonly string[]): Work {
  const work = { monitors: [...monitors], control: [...control] }
  return { version: createHash('sha256').update(JSON.stringify(work)).digest('base64url'), ...work }
}

/** What an agent that has `version` and has heard of orders up to `since` (epoch ms) is to do now. */
export async function assign(
  ctx: Ctx,
  input: { agent: Agent; work: Work; spool: string | null; version: string | null; since: number },
): Promise<Assignment> {
  const { agent, work } = input
  const orders = await recheckOrders(ctx, input.since)
  const [spool] =
    input.spool === null
      ? []
      : await ctx.tx
          .select({ seq: probeSpool.seq })
          .from(probeSpool)
          .where(and(eq(probeSpool.agentId, agent.id), eq(probeSpool.spool, input.spool)))
  await ctx.tx.update(probeAgent).set({ seenAt: ctx.now }).where(eq(probeAgent.id, agent.id))
  return {
    now: ctx.now.toString(),
    agent,
    seq: spool?.seq ?? 0,
    version: work.version,
    monitors: work.version === input.version ? null : work.monitors,
    control: work.control,
    since: Math.max(input.since, ...orders.map((order) => order.atMs)),
    recheck: orders.map(({ component, monitor }) => ({ component, monitor })),
  }
}
