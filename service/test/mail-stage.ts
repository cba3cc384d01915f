import { asc, eq } from 'drizzle-orm'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { attachmentsOf } from '../src/desk/store/read-attachments.ts'
import { ticket, ticketMessage } from '../src/desk/tables.ts'
import { createParser } from '../src/mail/parse/parser.ts'
import { startSmtp } from '../src/mail/smtp/start-smtp.ts'
import { incomingMail } from '../src/mail/tables.ts'
import type { MailRoom } from '../src/mail/take/mail-room.ts'
import { takeMail } from '../src/mail/take/take-mail.ts'
import { Turns } from '../src/mail/take/turns.ts'
import { openDeskStage } from './desk-stage.ts'

export type MailStage = Awaited<ReturnType<typeof openMailStage>>

/** A desk whose mail server takes mail of real clients, and what came of it. */
export async function openMailStage(now: Temporal.Instant, resolver?: MailRoom['resolver']) {
  const stage = await openDeskStage(now)
  const { p, desk } = stage
  const parser = createParser()
  const room: MailRoom = { desk, parser, turns: new Turns(3), resolver: resolver ?? (async () => []) }
  const smtp = await startSmtp(p, room, { host: '127.0.0.1', smtp: { port: 0, tls: null } })
  const client = createTransport({
    ...{ host: '127.0.0.1', port: smtp.port, requireTLS: true, tls: { rejectUnauthorized: false } },
    ...{ pool: true, maxMessages: 1_000 },
  })
  const rows = () =>
    p.db.select().from(incomingMail).orderBy(asc(incomingMail.receivedAt), asc(incomingMail.id))
  return {
    ...stage,
    room,
    smtp,
    /** Sends as a mail program does; resolves to what the server said. */
    send: async (mail: SendMailOptions = {}) =>
      (
        await client.sendMail({
          ...{
            from: 'Carla President <carla@example.com>',
            to: 'contact@tractops.com',
            subject: 'The roof leaks',
          },
          ...{ text: 'Since Monday.', ...mail },
        })
      ).response,
    /** Takes bytes as the server does once it has them. */
    take: (
      raw: Buffer | string,
      { from = 'carla@example.com', to = ['contact@tractops.com'], ip = '198.51.100.7' } = {},
    ) =>
      takeMail(p, room, {
        raw: Buffer.from(raw),
        envelope: { from, to, ip, helo: 'mx.example.com', tls: true },
        ...{ receivedAt: p.clock.now(), transport: 'smtp' },
      }),
    rows,
    incoming: async () => (await rows()).at(-1)!,
    tickets: () => p.db.select().from(ticket).orderBy(asc(ticket.number)),
    /** The messages of a ticket in their order, with the names of their files. */
    async messages(ticketId: string) {
      const found = await p.db
        .select()
        .from(ticketMessage)
        .where(eq(ticketMessage.ticketId, ticketId))
        .orderBy(asc(ticketMessage.seq))
      const files = await stage.doing((ctx) =>
        attachmentsOf(
          ctx,
          found.map(({ id }) => id),
        ),
      )
      return found.map((one) => ({ ...one, files: files.get(one.id) ?? [] }))
    },
    async close() {
      client.close()
      await smtp.stop()
      await parser.stop()
      await stage.close()
    },
  }
}
