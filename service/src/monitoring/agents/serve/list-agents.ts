import type { Ctx } from '@tractops/platform'
import { asc } from 'drizzle-orm'
import { BUILT_IN, probeAgent } from '../tables.ts'

/** An agent asks for its assignment at least every 25 s. */
const SILENT_AFTER_MS = 90_000

/** All agents, the built-in one first, without anything that could be used as a token. */
export async function listAgents(ctx: Pick<Ctx, 'tx' | 'now'>) {
  const rows = await ctx.tx.select().from(probeAgent).orderBy(asc(probeAgent.id))
  return rows.map(({ id, name, region, skewMs, roundTripMs, waiting, dropped, blind, ...row }) => ({
    id,
    name,
    region,
    createdAt: row.createdAt.toString(),
    revokedAt: row.revokedAt?.toString() ?? null,
    seenAt: row.seenAt?.toString() ?? null,
    silent:
      id !== BUILT_IN &&
      ctx.now.epochMilliseconds - (row.seenAt ?? row.createdAt).epochMilliseconds > SILENT_AFTER_MS,
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
