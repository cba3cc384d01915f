import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import type { TicketEventKind } from '../words.ts'

/** What a reader sees of a ticket follows from these, and from its public messages; the rest is the desk's own. */
const SHOWN: readonly TicketEventKind[] = [
  ...(['received', 'classified', 'subject_changed', 'customer_changed', 'merged', 'merged_in'] as const),
  ...([
    'closed',
    'spam_marked',
    'reopened',
    'breached',
    'answered',
    'unanswered',
    'rated',
    'erased',
  ] as const),
]

/** A ticket of which somebody can see a change: who asked it or a part of it, by address and by customer. */
export type ShownChange = { ticketId: string; emails: string[]; customerIds: string[] }

/**
 * The tickets in which something that readers may see has changed after `from` and up to `to`, which `lastTicketChange` counts. A
 * merged ticket is told as the one that it has become.
 */
export async function shownChanges(
  { tx }: Pick<Ctx, 'tx'>,
  { from, to }: { from: number; to: number },
): Promise<ShownChange[]> {
  const { rows } = await tx.execute<{ id: string; emails: string[]; customers: string[] }>(sql`
    with changed as (
      select ticket_id from ticket_event where id > ${from} and id <= ${to} and kind = any(${sql.param([...SHOWN])}::text[])
      union
      select ticket_id from ticket_message where seq > ${from} and seq <= ${to} and public
    ), root as (
      select distinct coalesce(t.merged_into, t.id) as id from changed c join ticket t on t.id = c.ticket_id
    ), part as (
      select r.id as root, t.requester_email, t.customer_id from root r join ticket t on t.id = r.id
      union
      select r.id, t.requester_email, t.customer_id from root r join ticket t on t.merged_into = r.id
    )
    select root as id, array_remove(array_agg(distinct requester_email), null) as emails,
      array_remove(array_agg(distinct customer_id), null) as customers
    from part group by root`)
  return rows.map(({ id, emails, customers }) => ({ ticketId: id, emails, customerIds: customers }))
}
