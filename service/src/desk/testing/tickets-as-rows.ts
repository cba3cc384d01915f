import { randomUUID } from 'node:crypto'
import type { Db } from '@tractops/platform'
import { ticket, ticketMessage } from '../tables.ts'

type Ticket = typeof ticket.$inferInsert
type Message = typeof ticketMessage.$inferInsert

/** Writes a ticket as it stands, with its messages, for tests of reading; tests of what happens go through the verbs. */
export async function ticketAsRow(
  db: Db,
  at: Temporal.Instant,
  set: Partial<Ticket> = {},
  messages: readonly (string | Partial<Message>)[] = [],
): Promise<{ id: string; number: number }> {
  const receivedAt = set.receivedAt ?? at
  const [made] = await db
    .insert(ticket)
    .values({
      id: `tkt_${randomUUID()}`,
      ...{
        subject: 'A question',
        channel: 'mail',
        requesterName: 'Carla',
        requesterEmail: 'carla@example.com',
      },
      ...{ status: 'open', severity: 'P3', suggestedSeverity: 'P3', suggestedBecause: 'It is a question.' },
      ...{ receivedAt, dueAt: receivedAt.add({ hours: 24 }), responseState: 'waiting', warned: 0 },
      ...{ createdAt: receivedAt, updatedAt: receivedAt, lastContactAt: receivedAt },
      ...set,
    })
    .returning()
  for (const message of messages)
    await db.insert(ticketMessage).values({
      ...{
        id: `msg_${randomUUID()}`,
        ticketId: made!.id,
        at: receivedAt,
        author: 'customer',
        channel: 'mail',
      },
      ...{ authorName: made!.requesterName, authorEmail: made!.requesterEmail, public: true, text: '' },
      ...(typeof message === 'string' ? { text: message } : message),
    })
  return made!
}
