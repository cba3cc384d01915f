import { type Ctx, isMailAddress, type MailBlock } from '@tractops/platform'
import { eq } from 'drizzle-orm'
import { staffWithRole } from '../../accounts/index.ts'
import { spellInstant } from '../../notation/index.ts'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { deskTeamMember } from '../tables.ts'
import { threadKeys } from '../thread/ticket-mail.ts'
import { replyAddress } from '../thread/tokens.ts'
import { consoleTicketUrl, policyOf, queueLetter } from './letter.ts'

type Reader = { id: string; name: string; email: string; because: string }

/** Tells that a question is urgent, or may be. */
export async function tellOfUrgent(ctx: Ctx, desk: Desk, row: TicketRow): Promise<void> {
  const isUrgent = row.severity === 'P1'
  await tellStaff(ctx, desk, row, {
    kind: 'ticket.urgent',
    subject: `${isUrgent ? 'P1' : 'May be a P1'}: ${row.subject}`,
    blocks: [
      isUrgent
        ? `${row.requesterName} reports an outage (#${row.number}), and is owed an answer by ${spellInstant(row.dueAt, policyOf(desk, row).zone)}.`
        : `${row.requesterName} writes of what may be an outage (#${row.number}); it was taken as ${row.severity}. Raise it if it is one.`,
    ],
    idempotencyKey: `ticket.urgent/${row.id}/${row.severity}`,
  })
}

/** SLA §2: tells that `portion` hundredths of the time to answer have passed; at 100 the promise is broken. Resolves to whom. */
export function tellOfDue(ctx: Ctx, desk: Desk, row: TicketRow, portion: number): Promise<string[]> {
  const { zone } = policyOf(desk, row)
  const due = spellInstant(row.dueAt, zone)
  const isBreach = portion >= 100
  return tellStaff(ctx, desk, row, {
    kind: isBreach ? 'ticket.breached' : 'ticket.warning',
    subject: `${isBreach ? 'Not answered in time' : `${100 - portion} % of the time is left`}: ${row.subject}`,
    blocks: [
      isBreach
        ? `${row.requesterName} was owed an answer (#${row.number}, ${row.severity}) by ${due}, and has none. Answer now.`
        : `${row.requesterName} is owed an answer (#${row.number}, ${row.severity}) by ${due}.`,
    ],
    idempotencyKey: `ticket.due/${row.id}/${row.dueAt}/${portion}`,
  })
}

async function tellStaff(
  ctx: Ctx,
  desk: Desk,
  row: TicketRow,
  letter: { kind: string; subject: string; blocks: readonly MailBlock[]; idempotencyKey: string },
): Promise<string[]> {
  const readers = await readersOf(ctx, row)
  for (const { id, name, email, because } of readers)
    await queueLetter(ctx, desk, row.id, {
      ...letter,
      ...{ to: { email, name }, title: letter.subject },
      button: { label: 'Open the ticket', url: consoleTicketUrl(desk, row.id) },
      footer: `You get this because ${because}. Your answer to this mail becomes a note for staff in the ticket, where your address proves itself; answer ${row.requesterName} in the console.`,
      more: {
        headers: { 'Auto-Submitted': 'auto-generated' },
        replyTo: replyAddress(threadKeys(desk, ctx.now), row.id),
      },
      idempotencyKey: `${letter.idempotencyKey}/${id}`,
    })
  return readers.map(({ name }) => name)
}

/** Whoever has the ticket; else its team; else everybody who answers tickets. */
async function readersOf(ctx: Ctx, { assigneeId, teamId }: TicketRow): Promise<Reader[]> {
  const staff = (await staffWithRole(ctx, 'agent')).filter(({ email }) => isMailAddress(email))
  const assignee = staff.filter(({ id }) => id === assigneeId)
  if (assignee.length > 0) return assignee.map((one) => ({ ...one, because: 'the ticket is yours' }))
  const members =
    teamId === null ? [] : await ctx.tx.select().from(deskTeamMember).where(eq(deskTeamMember.teamId, teamId))
  const team = staff.filter(({ id }) => members.some(({ personId }) => personId === id))
  if (team.length > 0) return team.map((one) => ({ ...one, because: 'the ticket is your team’s' }))
  return staff.map((one) => ({ ...one, because: 'nobody has taken the ticket yet' }))
}
