import { type Ctx, inTransaction, isDatabaseAway, type Platform } from '@tractops/platform'
import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { DESK, type TicketRow } from '../hold.ts'
import { ticket } from '../tables.ts'
import { tellOfDue } from '../tell/tell-staff.ts'
import { readClock } from './read-clock.ts'
import { nextWarning, warningsOf } from './warnings-of.ts'

const AGAIN_AFTER_MS = 60_000
/** More are left to the next run, so that whoever stops waits for few. */
const AT_ONCE = 200

const due = {
  warnDueAt: { column: ticket.warnDueAt, work: warn },
  snoozedUntil: { column: ticket.snoozedUntil, work: wake },
}

/**
 * Does what has come due: people are told that the time to answer runs out or has, and tickets that were put aside come back. Each is
 * done in a transaction of its own on a row that no other process can hold, so any number of processes may do this together. One that
 * fails is logged and tried again a minute later; it keeps no other from being told.
 */
export async function doWhatIsDue(p: Pick<Platform, 'db' | 'clock' | 'log'>, desk: Desk): Promise<void> {
  // It is asked every second: one look tells that there is nothing.
  const now = p.clock.now()
  const isDue = or(lte(ticket.warnDueAt, now), lte(ticket.snoozedUntil, now))
  const some = await p.db
    .select({ id: ticket.id })
    .from(ticket)
    .where(and(isDue, isNull(ticket.mergedInto)))
    .limit(1)
  if (some.length === 0) return
  for (const what of ['warnDueAt', 'snoozedUntil'] as const)
    for (let left = AT_ONCE; left > 0 && (await doFirst(p, desk, what)); left--);
}

async function doFirst(
  p: Pick<Platform, 'db' | 'clock' | 'log'>,
  desk: Desk,
  what: keyof typeof due,
): Promise<boolean> {
  const { column, work } = due[what]
  let id: string | undefined
  try {
    await inTransaction(p, DESK, async (ctx) => {
      const [row] = await ctx.tx
        .select()
        .from(ticket)
        .where(and(lte(column, ctx.now), isNull(ticket.mergedInto)))
        .orderBy(asc(column), asc(ticket.id))
        .limit(1)
        .for('update', { skipLocked: true })
      id = row?.id
      if (row !== undefined) await work(ctx, desk, row)
    })
  } catch (err) {
    if (id === undefined || isDatabaseAway(err)) throw err
    p.log.error({ err, ticket: id }, 'what has come due of a ticket failed; it is tried again in a minute')
    const again = p.clock.now().add({ milliseconds: AGAIN_AFTER_MS })
    await p.db
      .update(ticket)
      .set({ [what]: again })
      .where(eq(ticket.id, id))
  }
  return id !== undefined
}

/** SLA §2: of the parts of the time that have passed only the last is told. Being put aside does not pause it (row 28). */
async function warn(ctx: Ctx, desk: Desk, row: TicketRow): Promise<void> {
  const { clock, receivedAt, policy } = await readClock(ctx, desk, row.id)
  const warnings = warningsOf(policy, receivedAt, clock)
  const reached = warnings.findLast(
    ({ portion, at }) => portion > row.warned && Temporal.Instant.compare(at, ctx.now) <= 0,
  )
  if (reached === undefined || clock.respondedAt !== null) {
    const known = { warned: row.warned, moved: false, answered: clock.respondedAt !== null }
    await ctx.tx.update(ticket).set(nextWarning(warnings, known)).where(eq(ticket.id, row.id))
    return
  }
  const told =
    row.spamAt === null ? await tellOfDue(ctx, desk, { ...row, dueAt: clock.dueAt }, reached.portion) : []
  const data = { portion: reached.portion, dueAt: String(clock.dueAt), told }
  await changeTicket(ctx, desk, row, {
    set: { warned: reached.portion },
    events: [{ kind: 'warned', data }],
    action: 'ticket.warned',
    detail: data,
  })
}

/** A ticket that was put aside is our turn again, unless it is closed. */
async function wake(ctx: Ctx, desk: Desk, row: TicketRow): Promise<void> {
  await changeTicket(ctx, desk, row, {
    set: { snoozedUntil: null, status: row.status === 'closed' ? 'closed' : 'open' },
    events: [{ kind: 'woken', data: { because: 'the time had come' } }],
    action: 'ticket.woken',
  })
}
