import type { Ctx } from '@tractops/platform'
import type { MessageRow } from './messages/message-columns.ts'
import type { ticketEvent } from './tables.ts'

type EventRow = typeof ticketEvent.$inferSelect

/** Something that has just been written of a ticket: an event, or a message. */
export type TicketChange = { event: EventRow } | { message: MessageRow }
type Listener = (ctx: Ctx, change: TicketChange) => Promise<void>

const listeners = new Set<Listener>()

/**
 * Calls `listener` for every event and message of a ticket, in the transaction that writes it, until the returned function is called.
 * What it throws undoes the change itself.
 */
export function onTicket(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export async function tellListeners(ctx: Ctx, change: TicketChange): Promise<void> {
  for (const listener of listeners) await listener(ctx, change)
}
