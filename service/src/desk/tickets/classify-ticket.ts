import { AppError, type Ctx } from '@tractops/platform'
import type { Severity } from '@tractops/sla'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { tellOfUrgent } from '../tell/tell-staff.ts'

/**
 * SLA §2: staff say how severe it is, and theirs is the last word; a lower severity needs a reason (row 26). Each word is kept, and the
 * due instant follows from all of them. After the first response it moves nothing any more.
 *
 * @throws AppError `ticket_unknown`, `ticket_merged`, `reason_missing`.
 */
export async function classifyTicket(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; severity: Severity; reason?: string | undefined },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const { severity: to } = input
  const reason = input.reason?.trim() || null
  if (to === row.severity) return
  if (to > row.severity && reason === null)
    throw new AppError('reason_missing', 400, 'A lower severity needs a reason; write why.', {
      path: 'reason',
    })
  const change = { from: row.severity, to }
  const changed = await changeTicket(ctx, desk, row, {
    events: [{ kind: 'classified', data: { ...change, reason } }],
    action: 'ticket.classified',
    detail: change,
  })
  if (to === 'P1' && changed.respondedAt === null) await tellOfUrgent(ctx, desk, changed)
}
