import type { Ctx } from '@tractops/platform'
import { inArray, sql } from 'drizzle-orm'
import { BUILT_IN } from '../agents/tables.ts'
import { checkReason } from '../tables.ts'
import { numberList } from './number-list.ts'
import type { MonitorResult } from './results.ts'

const STATE_CODE = { up: 0, degraded: 1, down: 2 } as const
const BLIND_CODE = 3

/** A result of an agent, and the monitor it is of. */
export type Kept = { monitorId: number; agentId: number; result: MonitorResult }

/** Keeps results as they came; nothing that people wait for reads them. */
export async function insertRaw(ctx: Ctx, kept: readonly Kept[]): Promise<void> {
  const reasons = await reasonIds(
    ctx,
    kept.flatMap(({ result }) => result.reason ?? []),
  )
  const column = (of: (item: Kept) => number | null) => numberList(kept.map(of))
  await ctx.tx.execute(sql`
    insert into check_result (at, monitor_id, latency_ms, reason_id, state, status_code, agent_id)
    select to_timestamp(ms / 1000.0), monitor_id, latency_ms, reason_id, state, status_code, agent_id
    from unnest(
      ${column(({ result }) => result.atMs)}::bigint[], ${column((item) => item.monitorId)}::int[],
      ${column(({ result }) => storedMs(result.latencyMs))}::int[],
      ${column(({ result }) => (result.reason === null ? null : reasons.get(result.reason)!))}::int[],
      ${column(({ result }) => (result.blind ? BLIND_CODE : STATE_CODE[result.state]))}::smallint[],
      ${column(({ result }) => result.statusCode)}::smallint[],
      ${column(({ agentId }) => (agentId === BUILT_IN ? null : agentId))}::smallint[]
    ) as r (ms, monitor_id, latency_ms, reason_id, state, status_code, agent_id)`)
}

/** What is no length of time is 0, and what no column can hold is its largest. */
const storedMs = (ms: number) => Math.min(2 ** 31 - 1, Math.max(0, Math.round(ms) || 0))

async function reasonIds(ctx: Ctx, texts: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(texts)].sort()
  if (wanted.length === 0) return new Map()
  const find = () => ctx.tx.select().from(checkReason).where(inArray(checkReason.text, wanted))
  let found = await find()
  if (found.length < wanted.length) {
    const known = new Set(found.map((reason) => reason.text))
    const missing = wanted.filter((text) => !known.has(text)).map((text) => ({ text }))
    await ctx.tx.insert(checkReason).values(missing).onConflictDoNothing()
    found = await find()
  }
  return new Map(found.map((reason) => [reason.text, reason.id]))
}
