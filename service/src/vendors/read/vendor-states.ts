import type { Ctx } from '@tractops/platform'
import type { VendorStatus } from '@tractops/sla'
import { and, asc, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { worse } from '../formats/reading.ts'
import { vendorPoll, vendorState } from '../tables.ts'

/** A vendor as a whole, in the words of people. */
type OverallState = 'operational' | 'degraded' | 'partial_outage' | 'major_outage' | 'maintenance' | 'unknown'

/**
 * A vendor as our own poller sees it now. `since`: from when on it is so, null where nothing was ever read; `seenAt`: the last
 * answer that could be read; `reason`: why it is unknown. `url` is the page for people, empty where there is none.
 */
export type VendorNow = {
  vendor: string
  name: string
  url: string
  state: OverallState
  since: Temporal.Instant | null
  seenAt: Temporal.Instant | null
  askedAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  reason: string | null
  /** What is not well of what we use, the worst first. */
  components: { component: string | null; status: VendorStatus; since: Temporal.Instant }[]
}

/** Every vendor of the agreement as it is now, by its own page as we read it; unknown where that cannot be read (row 23). */
export async function vendorStates(ctx: Ctx): Promise<VendorNow[]> {
  const polls = await ctx.tx.select().from(vendorPoll).orderBy(asc(vendorPoll.name))
  const open = await ctx.tx.select().from(vendorState).where(isNull(vendorState.end))
  return Promise.all(
    polls.map(async (poll) => {
      const own = open.filter(({ vendor }) => vendor === poll.vendor)
      return { ...facts(poll), ...(await stateOf(ctx, poll, own, ctx.now)) }
    }),
  )
}

type Poll = typeof vendorPoll.$inferSelect
type Open = typeof vendorState.$inferSelect

function facts({ vendor, name, url, seenAt, askedAt, dueAt }: Poll) {
  return { vendor, name, url: pageFor(url ?? ''), seenAt, askedAt, dueAt }
}

async function stateOf(ctx: Ctx, poll: Poll, own: Open[], now: Temporal.Instant) {
  const unknown = own.find(({ status }) => status === 'unknown')
  const silentMs = poll.seenAt === null ? 0 : now.epochMilliseconds - poll.seenAt.epochMilliseconds
  const nothing = { state: 'unknown' as const, components: [] }
  if (unknown !== undefined)
    return { ...nothing, since: unknown.start, reason: poll.trouble ?? unknown.reason }
  if (poll.seenAt === null)
    return { ...nothing, since: null, reason: poll.trouble ?? 'the page was not read yet' }
  if (silentMs > 2 * poll.everyMs + GRACE_MS)
    return { ...nothing, since: poll.seenAt, reason: poll.trouble ?? 'the page was not asked for a while' }
  const components = own
    .filter(({ inUse }) => inUse)
    .map(({ component, status, start }) => ({ component, status: status as VendorStatus, since: start }))
    .sort((a, b) => (worse(a.status, b.status) === a.status ? -1 : 1))
  const [worst] = components
  if (worst !== undefined) {
    const since = components.filter(({ status }) => status === worst.status).map((one) => one.since)
    since.sort(Temporal.Instant.compare)
    return { state: OVERALL[worst.status], since: since[0]!, reason: null, components }
  }
  return { state: 'operational' as const, since: await wellSince(ctx, poll), reason: null, components }
}

/** Long enough for an answer that takes its time, so that a page is not called unknown between two beats. */
const GRACE_MS = 30_000

const OVERALL = {
  degraded_performance: 'degraded',
  partial_outage: 'partial_outage',
  major_outage: 'major_outage',
  under_maintenance: 'maintenance',
} as const

/** From when on nothing was reported: the end of the last report; the first answer of all where there was none. */
async function wellSince(ctx: Ctx, { vendor, firstSeenAt }: Poll): Promise<Temporal.Instant | null> {
  const [last] = await ctx.tx
    .select({ end: vendorState.end })
    .from(vendorState)
    .where(and(eq(vendorState.vendor, vendor), eq(vendorState.inUse, true), isNotNull(vendorState.end)))
    .orderBy(desc(vendorState.end))
    .limit(1)
  return last?.end ?? firstSeenAt
}

/** The page for people behind an address for programs. */
function pageFor(url: string): string {
  return url.replace(/\/api\/v[12]\/.*$/, '')
}
