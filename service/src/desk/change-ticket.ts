import { announce, audit, type Ctx, type JsonValue } from '@tractops/platform'
import type { Severity } from '@tractops/sla'
import { eq } from 'drizzle-orm'
import type { Clock } from './clock/clock-of.ts'
import { readClock } from './clock/read-clock.ts'
import { nextWarning, warningsOf } from './clock/warnings-of.ts'
import type { Desk } from './desk.ts'
import { holdOrder, type TicketRow } from './hold.ts'
import { messageColumns } from './messages/message-columns.ts'
import { tellListeners } from './on-ticket.ts'
import { ticket, ticketEvent, ticketMessage } from './tables.ts'
import type { TicketEventKind } from './words.ts'

type EventInput = { kind: TicketEventKind; data?: { [key: string]: JsonValue }; at?: Temporal.Instant }
type Message = Omit<typeof ticketMessage.$inferInsert, 'ticketId' | 'seq'>

export type TicketChangeInput = {
  set?: Partial<TicketRow>
  events?: readonly EventInput[]
  message?: Message
  /** What the audit chain calls it. */
  action: string
  detail?: JsonValue
}

/**
 * The one way in which a held ticket changes: messages and events are appended in the order of their commits, the clock is computed
 * anew from them and kept in its columns, whoever listens hears, and the audit chain gets its entry, last. Resolves to the ticket as
 * it is then.
 */
export async function changeTicket(
  ctx: Ctx,
  desk: Pick<Desk, 'policies'>,
  row: TicketRow,
  { set = {}, events = [], message, action, detail }: TicketChangeInput,
): Promise<TicketRow> {
  await holdOrder(ctx)
  if (message !== undefined) await writeMessage(ctx, row.id, message)
  await writeEvents(ctx, row.id, events)
  const wanted = { ...row, ...set }
  const noSpam = wanted.status === 'closed' ? {} : { spamAt: null, spamBy: null, spamBecause: null }
  const computed = wanted.mergedInto === null ? await computeClock(ctx, desk, wanted) : null
  if (computed !== null) await writeEvents(ctx, row.id, computed.events)
  const [changed] = await ctx.tx
    .update(ticket)
    .set({ updatedAt: ctx.now, ...set, ...noSpam, ...computed?.set })
    .where(eq(ticket.id, row.id))
    .returning()
  await announce(ctx, 'desk')
  await audit(ctx, { action, subject: row.id, detail: detail ?? null })
  return changed!
}

async function writeMessage(ctx: Ctx, ticketId: string, message: Message): Promise<void> {
  const [written] = await ctx.tx
    .insert(ticketMessage)
    .values({ ...message, ticketId })
    .returning(messageColumns)
  await tellListeners(ctx, { message: written! })
}

async function writeEvents(ctx: Ctx, ticketId: string, events: readonly EventInput[]): Promise<void> {
  for (const { kind, data = {}, at = ctx.now } of events) {
    const [event] = await ctx.tx
      .insert(ticketEvent)
      .values({ ticketId, at, kind, by: ctx.actor, data })
      .returning()
    await tellListeners(ctx, { event: event! })
  }
}

/** SLA §2: the severity that a first response is judged by: what it was when it was breached, else when it was given (row 26). */
function judgedAs({ breachedAt, respondedAt, segments }: Clock): Severity | null {
  if (breachedAt === null) return respondedAt === null ? null : segments.at(-1)!.severity
  const before = segments.filter(({ from }) => Temporal.Instant.compare(from, breachedAt) <= 0)
  return (before.at(-1) ?? segments[0]!).severity
}

/** SLA §2: the columns of the clock, and what is told of it in the timeline where it was answered, withdrawn or breached (rows 26 to 30). */
async function computeClock(
  ctx: Ctx,
  desk: Pick<Desk, 'policies'>,
  row: TicketRow,
): Promise<{ set: Partial<TicketRow>; events: EventInput[] }> {
  const { clock, receivedAt, answer, policy } = await readClock(ctx, desk, row.id)
  const { dueAt, respondedAt, breachedAt, state, standing } = clock
  const severity = clock.segments.at(-1)!.severity
  const moved = Temporal.Instant.compare(dueAt, row.dueAt) !== 0 || standing !== row.severity
  const warning = nextWarning(warningsOf(policy, receivedAt, clock), {
    ...{ warned: row.warned, moved, answered: respondedAt !== null },
  })
  const events: EventInput[] = []
  if (breachedAt !== null && row.breachedAt === null)
    events.push({ kind: 'breached', data: { dueAt: String(breachedAt), severity } })
  if (respondedAt !== null && row.respondedAt === null)
    events.push({ kind: 'answered', data: { messageId: answer!.id, at: String(respondedAt), state } })
  if (respondedAt === null && row.respondedAt !== null)
    events.push({ kind: 'unanswered', data: { was: String(row.respondedAt), dueAt: String(dueAt), state } })
  return {
    set: {
      receivedAt,
      severity: standing,
      answeredAs: judgedAs(clock),
      dueAt,
      respondedAt,
      breachedAt,
      responseState: state,
      responderId: answer?.authorId ?? null,
      ...warning,
    },
    events,
  }
}
