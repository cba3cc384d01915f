import { join } from 'node:path'
import { type Actor, type Ctx, inTransaction, mailTransport, onMailSettled } from '@tractops/platform'
import { deliverMail, smtpServer, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { asc, eq } from 'drizzle-orm'
import { doWhatIsDue } from '../src/desk/clock/do-what-is-due.ts'
import type { Desk } from '../src/desk/desk.ts'
import {
  addCustomerMessage,
  attachmentStore,
  openTicket,
  readReplyFile,
  replyToTicket,
} from '../src/desk/index.ts'
import { noteSettled } from '../src/desk/messages/note-delivery.ts'
import { ticket, ticketEvent } from '../src/desk/tables.ts'
import { REPLY_KIND } from '../src/desk/tell/send-reply.ts'

export const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
export const ben: Actor = { kind: 'person', id: 'ben', name: 'Ben' }
const mail: Actor = { kind: 'system', name: 'mail' }

export const at = (text: string) => Temporal.Instant.from(text)

export const policies = defaultPolicies()

export type DeskStage = Awaited<ReturnType<typeof openDeskStage>>

/** A platform whose mail goes to a real SMTP server, Ava and Ben on staff, and the steps of a ticket's life. */
export async function openDeskStage(now: Temporal.Instant) {
  const p = await testPlatform({ now })
  await p.queue.start()
  const server = await smtpServer()
  const transport = mailTransport({ smtpUrl: server.url, resend: null, from: null }, 'contact@tractops.com')
  const store = attachmentStore(
    { folder: join(p.config.dataDir, 'attachments'), maxBytes: 1_000_000, bucket: null },
    () => p.clock.now(),
  )
  const desk: Desk = {
    ...{ policies, queue: p.queue, secretKey: p.config.secretKey, url: 'https://desk.example.com', store },
    ...{ from: 'TractOps <contact@tractops.com>', zone: 'America/Los_Angeles' },
  }
  const forget = onMailSettled(REPLY_KIND, (ctx, settled) => noteSettled(ctx, desk, settled))
  const doing = <T>(work: (ctx: Ctx) => Promise<T>, actor: Actor = ava) => inTransaction(p, actor, work)
  let written = 0
  const row = async (id: string) => {
    const [found] = await p.db.select().from(ticket).where(eq(ticket.id, id))
    return found!
  }
  await p.pool.query(
    `insert into person (id, name, email, email_verified, role, two_factor_enabled, created_at, updated_at)
     values ('ava', 'Ava', 'ava@tractops.com', true, 'agent', true, '2026-01-01', '2026-01-01'),
            ('ben', 'Ben', 'ben@tractops.com', true, 'lead', true, '2026-01-01', '2026-01-01')`,
  )
  return {
    p,
    desk,
    server,
    doing,
    row,
    /** Carla writes; a new ticket. */
    asks: (more: Partial<Parameters<typeof openTicket>[2]> = {}) =>
      doing(
        (ctx) =>
          openTicket(ctx, desk, {
            ...{
              subject: 'How do I export dues?',
              text: 'I cannot find it.',
              channel: 'mail',
              attachments: [],
            },
            requester: { name: 'Carla', email: 'carla@example.com' },
            ...{ receivedAt: p.clock.now(), idempotencyKey: `mail/${++written}`, automatic: false },
            ...more,
          }),
        mail,
      ),
    /** Carla writes more. */
    adds: (ticketId: string, more: Partial<Parameters<typeof addCustomerMessage>[2]> = {}) =>
      doing(
        (ctx) =>
          addCustomerMessage(ctx, desk, {
            ...{ ticketId, text: 'And another thing.', channel: 'mail', attachments: [] },
            author: { name: 'Carla', email: 'carla@example.com' },
            ...{ receivedAt: p.clock.now(), idempotencyKey: `mail/${++written}`, automatic: false },
            ...more,
          }),
        mail,
      ),
    /** Ava answers. */
    answers: (ticketId: string, more: Partial<Parameters<typeof replyToTicket>[2]> = {}, actor = ava) =>
      doing(
        (ctx) =>
          replyToTicket(ctx, desk, {
            ...{ ticketId, text: 'Under **Export**.', public: true, attachments: [] },
            ...{ idempotencyKey: `reply/${++written}`, ...more },
          }),
        actor,
      ),
    deliver: () => deliverMail(p, transport, readReplyFile(store)),
    tick: () => doWhatIsDue(p, desk),
    /** Moves the clock, and lets everything that came due until then happen, mail included. */
    async until(instant: string) {
      p.clock.set(at(instant))
      await doWhatIsDue(p, desk)
      await deliverMail(p, transport, readReplyFile(store))
    },
    /** The kinds of a ticket's events, in order. */
    kinds: async (ticketId: string) =>
      (
        await p.db
          .select({ kind: ticketEvent.kind })
          .from(ticketEvent)
          .where(eq(ticketEvent.ticketId, ticketId))
          .orderBy(asc(ticketEvent.id))
      ).map(({ kind }) => kind),
    /** How the clock stands, in words. */
    clock: async (id: string) => {
      const { severity, dueAt, respondedAt, responseState, breachedAt } = await row(id)
      const of = (instant: Temporal.Instant | null) => instant && String(instant)
      return {
        severity,
        due: of(dueAt),
        responded: of(respondedAt),
        state: responseState,
        breached: of(breachedAt),
      }
    },
    /** Who was written to since this was last asked, and on what. */
    mails: () =>
      server.mails
        .splice(0)
        .map((sent) => `${[sent.to!].flat()[0]!.text}: ${sent.subject}`)
        .sort(),
    async close() {
      forget()
      transport.close()
      await p.close()
      await server.close()
    },
  }
}
