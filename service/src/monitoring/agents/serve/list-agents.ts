import type { Ctx } from '@tractops/platform'
import { asc } from 'drizzle-orm'
import { probeAgent } from '../tables.ts'

/** All agents, the built-in one first, without anything that could be used as a token. */
export async function listAgents(ctx: Pick<Ctx, 'tx'>) {
  const rows = await ctx.tx.select().from(probeAgent).orderBy(asc(probeAgent.id))
  return rows.map(({ id, name, region, skewMs, roundTripMs, waiting, dropped, blind, ...row }) => ({
    id,
    name,
    region,
    createdAt: row.createdAt.toString(),
    revokedAt: row.revokedAt?.toString() ?? null,
    seenAt: row.seenAt?.toString() ?? null,
    skewMs,
    roundTripMs,
    waiting,
    dropped,
    blind,
    refused: {
      count: row.refused,
      at: row.refusedAt?.toString() ?? null,
      because: row.refusedBecause,
    },
  }))
}
