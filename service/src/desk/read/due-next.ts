import type { Ctx } from '@tractops/platform'
import { sql } from 'drizzle-orm'
import { ticket } from '../tables.ts'

const MOST = 20

/** The first responses that are owed, the soonest due first: what is late stands before everything else. */
export async function dueNext({
  tx,
}: Pick<Ctx, 'tx'>): Promise<{ kind: string; at: Temporal.Instant; title: string; href: string }[]> {
  const { id, number, subject, severity, dueAt } = ticket
  const rows = await tx
    .select({ id, number, subject, severity, dueAt })
    .from(ticket)
    // As the index of the queue is made.
    .where(
      sql`${ticket.respondedAt} is null and ${ticket.status} <> 'closed' and ${ticket.mergedInto} is null`,
    )
    .orderBy(dueAt, id)
    .limit(MOST)
  return rows.map((row) => ({
    kind: 'ticket.response',
    at: row.dueAt,
    title: `${row.severity} #${row.number} ${row.subject}`,
    href: `/console/tickets/${row.id}`,
  }))
}
