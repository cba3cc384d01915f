import type { Ctx } from '@tractops/platform'
import { and, desc, eq, isNull, ne } from 'drizzle-orm'
import { findCustomer } from '../../billing/index.ts'
import { publicIncidents } from '../../incidents/index.ts'
import type { TicketRow } from '../hold.ts'
import { ticket } from '../tables.ts'

const MOST_TICKETS = 10
const INCIDENT_DAYS = 90
const MOST_INCIDENTS = 10

/** What stands beside a ticket of its customer: what they have agreed to, whom we know there, what they asked before, and the incidents that touched them. */
export async function customerCard(ctx: Pick<Ctx, 'tx' | 'now'>, row: TicketRow) {
  const customer = row.customerId === null ? null : await findCustomer(ctx, row.customerId)
  return {
    plan:
      customer === null
        ? null
        : {
            ...{ id: customer.id, name: customer.name, plan: customer.plan, billing: customer.billing },
            ...{ units: customer.units, start: customer.start, end: customer.end, inForce: customer.inForce },
            contacts: customer.contacts.map(({ id, name, email, role, bounced }) => ({
              ...{ id, name, email, role, bounced: bounced?.reason ?? null },
            })),
          },
    history: await history(ctx, row),
    incidents: await incidentsFor(ctx, customer?.start ?? null),
  }
}

async function history({ tx }: Pick<Ctx, 'tx'>, row: TicketRow) {
  const { id, number, subject, status, severity, receivedAt, responseState } = ticket
  const of =
    row.customerId !== null
      ? eq(ticket.customerId, row.customerId)
      : row.requesterEmail !== null
        ? eq(ticket.requesterEmail, row.requesterEmail)
        : null
  if (of === null) return []
  return tx
    .select({ id, number, subject, status, severity, receivedAt, responseState })
    .from(ticket)
    .where(and(of, ne(id, row.id), isNull(ticket.mergedInto)))
    .orderBy(desc(receivedAt))
    .limit(MOST_TICKETS)
}

/** Incidents touch everybody who was a customer then. */
async function incidentsFor(ctx: Pick<Ctx, 'tx' | 'now'>, since: string | null) {
  const from = ctx.now.subtract({ hours: INCIDENT_DAYS * 24 })
  const found = await publicIncidents(ctx, {
    from,
    to: ctx.now.add({ milliseconds: 1 }),
    limit: MOST_INCIDENTS,
  })
  return found
    .filter(
      ({ resolvedAt }) =>
        since === null || resolvedAt === null || since <= resolvedAt.toString().slice(0, 10),
    )
    .map(({ id, title, impact, state, startedAt, resolvedAt }) => ({
      id,
      title,
      impact,
      state,
      startedAt,
      resolvedAt,
    }))
}
