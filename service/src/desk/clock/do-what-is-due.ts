import { type Ctx, inTransaction, type Platform } from '@tractops/platform'
import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { DESK, type TicketRow } from '../hold.ts'
import { ticket } from '../tables.ts'
import { tellOfDue } from '../tell/tell-staff.ts'
import { readClock } from './read-clock.ts'
import { warningsOf } from './warnings-of.ts'

/**
 * Does what has come due: people are told that the time to answer runs out or has, and tickets that were put aside come back. Each is
 * done in a transaction of its own on a row that no other process can hold, so any number of processes may do this together.
 */
export async function doWhatIsDue(p: Pick<Platform, 'db' | 'clock'>, desk: Desk): Promise<void> {
  while (await inTransaction(p, DESK, (ctx) => warnFirst(ctx, desk)));
  while (await inTransaction(p, DESK, (ctx) => wakeFirst(ctx, desk)));
}

/** SLA §2: of the parts of the time that have passed only the last is told. A snooze does not pause it (row 28). */
async function warnFirst(ctx: Ctx, desk: Desk): Promise<boolean> {
  const [row] = await ctx.tx
    .select()
    .from(ticket)
    .where(and(lte(ticket.warnDueAt, ctx.now), isNull(ticket.mergedInto)))
    .orderBy(asc(ticket.warnDueAt), asc(ticket.id))
    .limit(1)
    .for('update', { skipLocked: true })
  if (row === undefined) return false
  const { clock, receivedAt, policy } = await readClock(ctx, desk, row.id)
  const reached = warningsOf(policy, receivedAt, clock).findLast(
    ({ portion, at }) => portion > row.warned && Temporal.Instant.compare(at, ctx.now) <= 0,
  )
  if (reached === undefined || clock.respondedAt !== null) {
    await ctx.tx.update(ticket).set({ warnDueAt: null }).where(eq(ticket.id, row.id))
    return true
  }
  const told = await tellOfDue(ctx, desk, { ...row, dueAt: clock.dueAt }, reached.portion)
  const data = { portion: reached.portion, dueAt: String(clock.dueAt), told }
  await changeTicket(ctx, desk, row, {
    set: { warned: reached.portion },
    events: [{ kind: 'warned', data }],
    action: 'ticket.warned',
    detail: data,
  })
  return true
}

async function wakeFirst(ctx: Ctx, desk: Desk): Promise<boolean> {
  const [row] = await ctx.tx
    .select()
    .from(ticket)
    .where(lte(ticket.snoozedUntil, ctx.now))
    .orderBy(asc(ticket.snoozedUntil), asc(ticket.id))
    .limit(1)
    .for('update', { skipLocked: true })
  if (row === undefined) return false
  await wake(ctx, desk, row)
  return true
}

/** A ticket that was put aside is our turn again, unless it is closed. */
async function wake(ctx: Ctx, desk: Desk, row: TicketRow): Promise<void> {
  await changeTicket(ctx, desk, row, {
    set: { snoozedUntil: null, status: row.status === 'closed' ? 'closed' : 'open' },
    events: [{ kind: 'woken', data: { because: 'the time had come' } }],
    action: 'ticket.woken',
  })
}
