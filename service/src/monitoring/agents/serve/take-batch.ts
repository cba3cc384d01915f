import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { nameOf } from '../../record/hold-monitors.ts'
import { recordResults } from '../../record/record-results.ts'
import type { Change } from '../../record/results.ts'
import { component, monitor } from '../../tables.ts'
import { probeAgent, probeSpool } from '../tables.ts'
import type { Batch, Taken } from '../wire.ts'

/** How far ahead of the server a result may be dated, as clocks are only measured to within a round trip. */
const FUTURE_MS = 5_000

/**
 * Takes a batch of an agent: its results and how far its spool is delivered are committed together, so each result is taken
 * in order and once, whatever is killed when. What is known already changes nothing. A result from the future, or of
 * a monitor that is not watched, is refused with its reason, counted, and not asked for again.
 *
 * @throws AppError 409 `sequence_gap` when results before these are missing.
 */
export async function takeBatch(
  ctx: Ctx,
  { agentId, batch }: { agentId: number; batch: Batch },
): Promise<{ taken: Taken; recorded: number; changes: Change[] }> {
  const held = await holdSpool(ctx, agentId, batch.spool)
  if (batch.results.length > 0 && batch.first > held + 1) {
    throw new AppError(
      'sequence_gap',
      409,
      `The results ${held + 1} to ${batch.first - 1} of this spool are missing: send them first, or begin a new spool.`,
      { path: 'first' },
    )
  }
  const fresh = batch.results.slice(Math.max(0, held + 1 - batch.first))
  const firstSeq = Math.max(held + 1, batch.first)
  const watched = await watchedAmong(ctx, fresh)
  const refused: Taken['refused'] = []
  const accepted = fresh.filter((result, i) => {
    const aheadMs = result.atMs - ctx.now.epochMilliseconds
    const why =
      aheadMs > FUTURE_MS
        ? { code: 'from_the_future', because: `dated ${Math.round(aheadMs / 1000)} s ahead of the server` }
        : watched.has(nameOf(result))
          ? null
          : { code: 'monitor_unknown', because: `no monitor ${nameOf(result)} is watched` }
    if (why !== null) refused.push({ seq: firstSeq + i, ...why })
    return why === null
  })
  const changes = accepted.length === 0 ? [] : await recordResults(ctx, accepted.map(ofRecord), agentId)
  const seq = Math.max(held, batch.first + batch.results.length - 1)
  await ctx.tx
    .update(probeSpool)
    .set({ seq })
    .where(and(eq(probeSpool.agentId, agentId), eq(probeSpool.spool, batch.spool)))
  await keepWord(ctx, agentId, batch, refused)
  return { taken: { now: ctx.now.toString(), seq, refused }, recorded: accepted.length, changes }
}

const ofRecord = ({ blind, ...result }: Batch['results'][number]) =>
  blind === true ? { ...result, blind } : result

/** How far a spool is delivered; held until the transaction ends, so that two deliveries of it wait for each other. */
async function holdSpool(ctx: Ctx, agentId: number, spool: string): Promise<number> {
  await ctx.tx.insert(probeSpool).values({ agentId, spool, seq: 0 }).onConflictDoNothing()
  const [row] = await ctx.tx
    .select({ seq: probeSpool.seq })
    .from(probeSpool)
    .where(and(eq(probeSpool.agentId, agentId), eq(probeSpool.spool, spool)))
    .for('update')
  return row!.seq
}

async function watchedAmong(ctx: Ctx, results: Batch['results']): Promise<Set<string>> {
  const keys = [...new Set(results.map((result) => result.monitor))]
  if (keys.length === 0) return new Set()
  const rows = await ctx.tx
    .select({ component: component.key, monitor: monitor.key })
    .from(monitor)
    .innerJoin(component, eq(component.id, monitor.componentId))
    .where(and(inArray(monitor.key, keys), isNull(monitor.retiredAt)))
  return new Set(rows.map(nameOf))
}

/** What the agent tells of itself, and what of its results was refused, for the operator to see. */
async function keepWord(ctx: Ctx, agentId: number, batch: Batch, refused: Taken['refused']): Promise<void> {
  const { waiting, dropped, blind, skewMs, roundTripMs } = batch
  const last = refused.at(-1)
  const counted =
    last === undefined
      ? {}
      : {
          refused: sql`${probeAgent.refused} + ${refused.length}`,
          refusedAt: ctx.now,
          refusedBecause: last.because,
        }
  await ctx.tx
    .update(probeAgent)
    .set({ seenAt: ctx.now, waiting, dropped, blind, skewMs, roundTripMs, ...counted })
    .where(eq(probeAgent.id, agentId))
}
