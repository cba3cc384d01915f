import { type Ctx, type MailLayout, mailLayout, type Queue, queueMail, type Role } from '@tractops/platform'
import { staffWithRole } from '../accounts/index.ts'

/** How this room writes mail; `publicUrl` is null where the service was not told its address. */
export type Out = { queue: Queue; publicUrl: string | null }

type Letter = {
  kind: string
  incidentId: string
  subject: string
  paragraphs: MailLayout['paragraphs']
  /** With the reader's id, the key by which the mail is sent once. */
  idempotencyKey: string
}

/** Writes about an incident to everybody on staff whose role includes `role`, once each. */
export async function writeToStaff(ctx: Ctx, out: Out, role: Role, letter: Letter): Promise<void> {
  const { kind, incidentId, paragraphs } = letter
  // A title is a line for people, and may hold what a mail's header must not.
  const subject = letter.subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 200)
  const url = out.publicUrl && `${out.publicUrl}/console/incidents/${incidentId}`
  const layout = mailLayout({
    title: subject,
    paragraphs,
    ...(url ? { button: { label: 'Open the incident', url } } : {}),
    footer: `You get this because your role includes ${role}.`,
  })
  for (const { id, name, email } of await staffWithRole(ctx, role))
    await queueMail(ctx, out.queue, {
      ...{ kind, ref: incidentId, to: email, toName: name, subject, ...layout },
      idempotencyKey: `${letter.idempotencyKey}/${id}`,
    })
}
