import { AppError, type Ctx } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { staffWithRole } from '../../accounts/index.ts'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { deskTeam } from '../tables.ts'

/**
 * Gives a ticket to somebody who answers tickets, to a team, or to both; null takes it from them, and what is not named stays.
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`, `assignee_unknown`, `team_unknown`.
 */
export async function assignTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; assigneeId?: string | null | undefined; teamId?: string | null | undefined },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const { assigneeId = row.assigneeId, teamId = row.teamId } = input
  if (assigneeId === row.assigneeId && teamId === row.teamId) return
  const data = {
    ...{ assigneeId, assigneeName: await personNamed(ctx, assigneeId) },
    ...{ teamId, teamName: await teamNamed(ctx, teamId) },
  }
  await changeTicket(ctx, desk, row, {
    set: { assigneeId, teamId },
    events: [{ kind: 'assigned', data }],
    action: 'ticket.assigned',
    detail: data,
  })
}

async function personNamed(ctx: Ctx, id: string | null): Promise<string | null> {
  if (id === null) return null
  const found = (await staffWithRole(ctx, 'agent')).find((one) => one.id === id)
  if (found === undefined)
    throw new AppError('assignee_unknown', 400, `Nobody who answers tickets has the id ${id}.`, {
      path: 'assigneeId',
    })
  return found.name
}

async function teamNamed(ctx: Ctx, id: string | null): Promise<string | null> {
  if (id === null) return null
  const [found] = await ctx.tx.select({ name: deskTeam.name }).from(deskTeam).where(eq(deskTeam.id, id))
  if (found === undefined)
    throw new AppError('team_unknown', 400, `There is no team ${id}; /api/v1/teams lists them.`, {
      path: 'teamId',
    })
  return found.name
}
