import type { Ctx } from '@tractops/platform'
import { and, asc, eq, or } from 'drizzle-orm'
import { publicIncident } from '../../incidents/index.ts'
import { ticket, ticketLink } from '../tables.ts'

/** What stands beside a ticket: incidents, and tickets by whichever end they were linked. */
export async function linksOf(ctx: Pick<Ctx, 'tx'>, ticketId: string) {
  const rows = await ctx.tx
    .select()
    .from(ticketLink)
    .where(
      or(
        eq(ticketLink.ticketId, ticketId),
        and(eq(ticketLink.kind, 'ticket'), eq(ticketLink.targetId, ticketId)),
      ),
    )
    .orderBy(asc(ticketLink.createdAt), asc(ticketLink.targetId))
  const links = []
  for (const { ticketId: from, kind, targetId } of rows) {
    const other = from === ticketId ? targetId : from
    const target = kind === 'incident' ? await incidentNamed(ctx, other) : await ticketNamed(ctx, other)
    links.push({ kind, targetId: other, title: target?.title ?? other, state: target?.state ?? 'unknown' })
  }
  return links
}

async function incidentNamed(ctx: Pick<Ctx, 'tx'>, id: string) {
  const found = await publicIncident(ctx, id)
  return found && { title: found.title, state: found.state as string }
}

async function ticketNamed({ tx }: Pick<Ctx, 'tx'>, id: string) {
  const { number, subject, status } = ticket
  const [found] = await tx.select({ number, subject, status }).from(ticket).where(eq(ticket.id, id))
  return found && { title: `#${found.number} ${found.subject}`, state: found.status as string }
}
