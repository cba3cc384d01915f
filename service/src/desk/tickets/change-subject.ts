import type { Ctx } from '@tractops/platform'
import { changeTicket } from '../change-ticket.ts'
import type { Desk } from '../desk.ts'
import { heldTicket } from '../hold.ts'
import { subjectOf } from './one-line.ts'

/** Changes what a ticket is called; mails that follow carry the new subject in the same thread. @throws AppError `ticket_unknown`, `ticket_merged`. */
export async function changeSubject(
  ctx: Ctx,
  desk: Desk,
  input: { ticketId: string; subject: string },
): Promise<void> {
  const row = await heldTicket(ctx, input.ticketId)
  const subject = subjectOf(input.subject)
  if (subject === row.subject) return
  await changeTicket(ctx, desk, row, {
    set: { subject },
    events: [{ kind: 'subject_changed', data: { from: row.subject, to: subject } }],
    action: 'ticket.subject_changed',
  })
}
