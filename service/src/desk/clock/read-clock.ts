import type { Ctx } from '@tractops/platform'
import { type Policy, policyAt, type Severity } from '@tractops/sla'
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import type { Desk } from '../desk.ts'
import { ticket, ticketEvent, ticketMessage } from '../tables.ts'
import { type Clock, clockOf, type Line } from './clock-of.ts'

type EventRow = typeof ticketEvent.$inferSelect
type Answer = { id: string; authorId: string | null; deliveredAt: Temporal.Instant | null }

/** A ticket's clock as the engine says, with the first answer that counts and the agreement that it is judged by. */
export type ReadClock = {
  clock: Clock
  receivedAt: Temporal.Instant
  answer: Answer | null
  policy: Policy
}

const CLOCK_KINDS = ['received', 'classified', 'merged', 'merged_in'] as const

/** A ticket and those that were merged into it, by their ids. */
export async function familyOf({ tx }: Pick<Ctx, 'tx'>, ticketId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: ticket.id })
    .from(ticket)
    .where(or(eq(ticket.id, ticketId), eq(ticket.mergedInto, ticketId)))
  return rows.map(({ id }) => id)
}

/** SLA §2: computes a ticket's clock from its events and messages, as of `ctx.now` (rows 26 to 30). */
export async function readClock(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  desk: Pick<Desk, 'policies'>,
  ticketId: string,
): Promise<ReadClock> {
  const family = await familyOf(ctx, ticketId)
  const events = await ctx.tx
    .select()
    .from(ticketEvent)
    .where(and(inArray(ticketEvent.ticketId, family), inArray(ticketEvent.kind, [...CLOCK_KINDS])))
    .orderBy(asc(ticketEvent.id))
  const { id, authorId, deliveredAt } = ticketMessage
  const [answer = null] = await ctx.tx
    .select({ id, authorId, deliveredAt })
    .from(ticketMessage)
    .where(
      and(
        inArray(ticketMessage.ticketId, family),
        eq(ticketMessage.author, 'staff'),
        eq(ticketMessage.public, true),
        eq(ticketMessage.delivery, 'accepted'),
      ),
    )
    .orderBy(asc(deliveredAt), asc(ticketMessage.seq))
    .limit(1)
  return clockFrom(desk, { family, events, answer, now: ctx.now })
}

/** The same of what has been read: the events of all that is one ticket, in order, and the first answer that was accepted (row 28). */
export function clockFrom(
  { policies }: Pick<Desk, 'policies'>,
  read: {
    family: readonly string[]
    events: readonly EventRow[]
    answer: Answer | null
    now: Temporal.Instant
  },
): ReadClock {
  const { family, events, answer, now } = read
  const of = Map.groupBy(events, ({ ticketId }) => ticketId)
  const lines = family.map((id) => lineOf(of.get(id) ?? []))
  const receivedAt = lines
    .map((line) => line.receivedAt)
    .reduce((a, b) => (Temporal.Instant.compare(a, b) <= 0 ? a : b))
  const brokenAt = events
    .filter(({ kind, data }) => kind === 'merged_in' && data.breachedAt != null)
    .map(({ data }) => Temporal.Instant.from(data.breachedAt as string))
    .sort(Temporal.Instant.compare)[0]
  const { policy } = policyAt(policies, receivedAt)
  const answeredAt = answer?.deliveredAt ?? null
  const clock = clockOf(policy, { lines, answeredAt, brokenAt: brokenAt ?? null, now })
  return { clock, receivedAt, answer: clock.respondedAt === null ? null : answer, policy }
}

/** One ticket's own events, in order; the first says how it came. */
function lineOf(events: readonly EventRow[]): Line {
  const received = events.find(({ kind }) => kind === 'received')!
  return {
    receivedAt: received.at,
    severity: received.data.severity as Severity,
    classified: events
      .filter(({ kind }) => kind === 'classified')
      .map(({ at, data }) => ({ at, to: data.to as Severity, reason: (data.reason as string) || undefined })),
    until: events.find(({ kind }) => kind === 'merged')?.at ?? null,
  }
}
