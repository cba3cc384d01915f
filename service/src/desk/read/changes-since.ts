import type { Ctx } from '@tractops/platform'
import { asc, gt } from 'drizzle-orm'
import { messageColumns } from '../messages/message-columns.ts'
import type { TicketChange } from '../on-ticket.ts'
import { ticketEvent, ticketMessage } from '../tables.ts'

const AT_ONCE = 500

/**
 * The events and messages of all tickets after `afterSeq` (0: from the first), in the order in which they were committed, at most 500 at
 * once. Nothing appears later with a smaller `seq`, so whoever remembers the last one that it has handled misses none and sees none
 * twice.
 */
export async function ticketChangesSince(
  { tx }: Pick<Ctx, 'tx'>,
  afterSeq: number,
): Promise<(TicketChange & { seq: number })[]> {
  const events = await tx
    .select()
    .from(ticketEvent)
    .where(gt(ticketEvent.id, afterSeq))
    .orderBy(asc(ticketEvent.id))
    .limit(AT_ONCE)
  const messages = await tx
    .select(messageColumns)
    .from(ticketMessage)
    .where(gt(ticketMessage.seq, afterSeq))
    .orderBy(asc(ticketMessage.seq))
    .limit(AT_ONCE)
  return [
    ...events.map((event) => ({ seq: event.id, event })),
    ...messages.map((message) => ({ seq: message.seq, message })),
  ]
    .sort((a, b) => a.seq - b.seq)
    .slice(0, AT_ONCE)
}
