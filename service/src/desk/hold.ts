import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type Ctx } from '@tractops/platform'
import { eq, sql } from 'drizzle-orm'
import { ticket } from './tables.ts'

/** What acts in this room when no person does. */
export const DESK: Actor = { kind: 'system', name: 'desk' }

/** Held from the first number that is taken to the commit. Any number will do; it never changes. */
const orderLock = 7_263_541_150

export type TicketRow = typeof ticket.$inferSelect

export const newId = (prefix: 'tkt' | 'msg'): string => `${prefix}_${randomUUID()}`

/**
 * Waits until nobody else writes messages or events, and keeps it so until the transaction ends: they are committed in the order of
 * their numbers. Rows of tickets are held before, and the audit chain after, so that nobody waits in a circle.
 */
export async function holdOrder({ tx }: Pick<Ctx, 'tx'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${orderLock})`)
}

/** Waits for whoever does the same thing just now, so that one key is done once. */
export async function holdKey({ tx }: Pick<Ctx, 'tx'>, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`desk/${key}`}, 0))`)
}

/** Holds a ticket for a change. @throws AppError `ticket_unknown`, `ticket_merged`. */
export async function heldTicket(ctx: Pick<Ctx, 'tx'>, id: string, path = 'id'): Promise<TicketRow> {
  const row = await find(ctx, id)
  if (row === undefined) throw ticketUnknown(id, path)
  if (row.mergedInto !== null)
    throw new AppError(
      'ticket_merged',
      409,
      `This ticket was merged into ${row.mergedInto}; change that one. Nothing was changed.`,
      { path },
    )
  return row
}

/** Holds the ticket that a ticket has become: itself, unless it was merged. @throws AppError `ticket_unknown`. */
export async function heldSurvivor(ctx: Pick<Ctx, 'tx'>, id: string): Promise<TicketRow> {
  for (let leads = id; ; ) {
    // Only the last one is held, so that this and a merge never wait for each other.
    const { tx } = ctx
    const [seen] = await tx.select({ into: ticket.mergedInto }).from(ticket).where(eq(ticket.id, leads))
    if (seen === undefined) throw ticketUnknown(id, 'ticketId')
    const row = seen.into === null ? await find(ctx, leads) : undefined
    if (row !== undefined && row.mergedInto === null) return row
    leads = row?.mergedInto ?? seen.into ?? leads
  }
}

export const ticketUnknown = (id: string, path: string) =>
  new AppError('ticket_unknown', 404, `There is no ticket ${id}; /api/v1/tickets lists them.`, { path })

async function find({ tx }: Pick<Ctx, 'tx'>, id: string): Promise<TicketRow | undefined> {
  return (await tx.select().from(ticket).where(eq(ticket.id, id)).for('update'))[0]
}

/** Holds two tickets in an order that is the same for everybody. @throws AppError `ticket_unknown`, `ticket_merged`. */
export async function heldPair(
  ctx: Pick<Ctx, 'tx'>,
  id: string,
  other: string,
  otherPath: string,
): Promise<[TicketRow, TicketRow]> {
  if (id < other) {
    const row = await heldTicket(ctx, id)
    return [row, await heldTicket(ctx, other, otherPath)]
  }
  const second = await heldTicket(ctx, other, otherPath)
  return [await heldTicket(ctx, id), second]
}
