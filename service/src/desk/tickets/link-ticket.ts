import { AppError, type Ctx } from '@tractops/platform'
import { and, eq, or } from 'drizzle-orm'
import { publicIncident } from '../../incidents/index.ts'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldPair, heldTicket, type TicketRow } from '../hold.ts'
import { ticketLink } from '../tables.ts'

type Link = { ticketId: string; kind: 'incident' | 'ticket'; targetId: string }

/**
 * Puts a ticket beside an incident, or beside another ticket: for both ways.
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`, `incident_unknown`, `link_with_itself`.
 */
export async function linkTicket(ctx: Ctx, desk: Desk, input: Link): Promise<void> {
  const rows = await ends(ctx, input)
  const incident = input.kind === 'incident' ? await publicIncident(ctx, input.targetId) : null
  if (input.kind === 'incident' && incident === null)
    throw new AppError('incident_unknown', 404, `There is no incident ${input.targetId}.`, {
      path: 'targetId',
    })
  if ((await ctx.tx.select().from(ticketLink).where(between(input))).length > 0) return
  const { ticketId, kind, targetId } = input
  await ctx.tx
    .insert(ticketLink)
    .values({ ticketId, kind, targetId, createdAt: ctx.now, createdBy: ctx.actor })
  await tell(ctx, desk, rows, input, 'linked', incident?.title)
}

/** Takes them apart again; those that are not together stay so. @throws AppError `ticket_unknown`, `ticket_merged`. */
export async function unlinkTicket(ctx: Ctx, desk: Desk, input: Link): Promise<void> {
  const rows = await ends(ctx, input)
  const gone = await ctx.tx.delete(ticketLink).where(between(input)).returning()
  if (gone.length > 0) await tell(ctx, desk, rows, input, 'unlinked')
}

/** The tickets at the ends of a link, held. */
async function ends(ctx: Ctx, { ticketId, kind, targetId }: Link): Promise<TicketRow[]> {
  if (kind === 'incident') return [await heldTicket(ctx, ticketId)]
  if (ticketId === targetId)
    throw new AppError('link_with_itself', 400, 'A ticket cannot be linked with itself.', {
      path: 'targetId',
    })
  return heldPair(ctx, ticketId, targetId, 'targetId')
}

const between = ({ ticketId, kind, targetId }: Link) =>
  and(
    eq(ticketLink.kind, kind),
    or(
      and(eq(ticketLink.ticketId, ticketId), eq(ticketLink.targetId, targetId)),
      kind === 'ticket'
        ? and(eq(ticketLink.ticketId, targetId), eq(ticketLink.targetId, ticketId))
        : undefined,
    ),
  )

/** Each end's timeline names the other. */
async function tell(
  ctx: Ctx,
  desk: Desk,
  rows: readonly TicketRow[],
  { kind, targetId }: Link,
  event: 'linked' | 'unlinked',
  incidentTitle?: string,
): Promise<void> {
  for (const row of rows) {
    const other = rows.find(({ id }) => id !== row.id)
    const title = other === undefined ? (incidentTitle ?? null) : `#${other.number}`
    const data = { kind, targetId: other?.id ?? targetId, title }
    await changeTicket(ctx, desk, row, {
      events: [{ kind: event, data }],
      action: `ticket.${event}`,
      detail: data,
    })
  }
}
