import { type Ctx, type Mail, type MailBlock, mailLayout, queueMail } from '@tractops/platform'
import { policyAt } from '@tractops/sla'
import type { Desk } from '../desk.ts'
import type { TicketRow } from '../hold.ts'
import { oneLine } from '../tickets/one-line.ts'

/** Where a customer reads and answers their ticket. */
export const portalTicketUrl = ({ url }: Pick<Desk, 'url'>, ticketId: string): string =>
  `${url}/portal/tickets/${ticketId}`

/** Where staff do. */
export const consoleTicketUrl = ({ url }: Pick<Desk, 'url'>, ticketId: string): string =>
  `${url}/console/tickets/${ticketId}`

/** A subject as mail programs answer it: once "Re:", whatever it began with. */
export const answerTo = (subject: string): string =>
  `Re: ${oneLine(subject).replace(/^((re|aw|sv|antw)\s*:\s*)+/i, '')}`

/** The policy that a ticket is judged by. */
export const policyOf = (desk: Pick<Desk, 'policies'>, { receivedAt }: Pick<TicketRow, 'receivedAt'>) =>
  policyAt(desk.policies, receivedAt).policy

type Letter = {
  kind: string
  to: { email: string; name: string }
  subject: string
  title: string
  blocks: readonly MailBlock[]
  button: { label: string; url: string }
  footer: string
  idempotencyKey: string
  /** Where it stands in its thread, what else its head says, and its files. */
  more?: Partial<Mail>
}

/** Queues a mail about a ticket, in text and in HTML. */
export function queueLetter(
  ctx: Ctx,
  desk: Pick<Desk, 'queue'>,
  ticketId: string,
  letter: Letter,
): Promise<{ id: string }> {
  const { kind, to, subject, title, blocks, button, footer, idempotencyKey, more } = letter
  const layout = mailLayout({ title, paragraphs: blocks, button, footer })
  return queueMail(ctx, desk.queue, {
    ...{
      kind,
      ref: ticketId,
      to: to.email,
      toName: oneLine(to.name).slice(0, 200),
      subject: oneLine(subject),
    },
    ...{ ...layout, idempotencyKey, ...more },
  })
}
