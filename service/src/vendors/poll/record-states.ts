import { announce, audit, type Ctx } from '@tractops/platform'
import { formatInstant } from '@tractops/sla'
import { and, eq, isNull } from 'drizzle-orm'
import type { Capture } from '../captures/keep-capture.ts'
import { vendorState } from '../tables.ts'
import { decideStates } from './decide-states.ts'
import type { Seen } from './judge-reading.ts'

/**
 * Writes what an answer changes in a vendor's states, tells every process where something did, and enters what the vendor itself
 * has said, not what could not be read, into the audit chain with the hash of its bytes.
 */
export async function recordStates(
  ctx: Ctx,
  answer: {
    vendor: string
    everyMs: number
    seenAt: Temporal.Instant | null
    seen: Seen
    at: Temporal.Instant
    capture: Capture | null
  },
): Promise<void> {
  const { vendor, everyMs, seenAt, seen, at, capture } = answer
  const lasts = and(eq(vendorState.vendor, vendor), isNull(vendorState.end))
  const open = await ctx.tx.select().from(vendorState).where(lasts)
  const changes = decideStates({ open, seenAt, everyMs }, seen, at)
  for (const { id, end } of changes.close)
    await ctx.tx.update(vendorState).set({ end }).where(eq(vendorState.id, id))
  const captureId = capture?.id ?? null
  if (changes.open.length > 0)
    await ctx.tx.insert(vendorState).values(changes.open.map((state) => ({ ...state, vendor, captureId })))
  const closed = changes.close.map(({ id }) => open.find((state) => state.id === id)!)
  if (closed.length > 0 || changes.open.length > 0 || seenAt === null) await announce(ctx, 'vendors')
  const said = (states: readonly { component: string | null; status: string }[]) =>
    states
      .filter(({ status }) => status !== 'unknown')
      .map(({ component, status }) => ({ component, status }))
  const [began, ended] = [said(changes.open), said(closed)]
  if (began.length === 0 && ended.length === 0) return
  const detail = { at: formatInstant(at), began, ended, sha256: capture?.sha256 ?? null }
  await audit(ctx, { action: 'vendor.reported', subject: vendor, detail })
}
