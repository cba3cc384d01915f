import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction } from '@tractops/platform'
import { smtpServer, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, expect, test, vi } from 'vitest'
import { attachmentStore, closeTicket, openTicket, replyToTicket } from '../../service/src/desk/index.ts'
import { makeWebhook } from '../../service/src/status/subscribers/webhooks/webhooks.ts'
import { freePort, Program } from '../chaos/processes.ts'

const TICKETS = 8
const SECRET_KEY = 'a key that is only for the tests '
const PATIENCE = { timeout: 60_000, interval: 250 }

const programs: Program[] = []
afterEach(() => Promise.all(programs.map((one) => one.end('SIGKILL'))))

test('two processes on one database tell each thing of the desk once: by mail, and to webhooks', async () => {
  const out = await smtpServer()
  const heard: string[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { type, data } = JSON.parse(body)
      heard.push(
        `${type} ${data.id ?? data.ticket?.id} ${JSON.stringify(data.event ?? data.message ?? data.ticket?.event)}`,
      )
      response.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const p = await testPlatform({ now: Temporal.Instant.fromEpochMilliseconds(Date.now()) })
  await p.queue.start()
  await p.pool.query(
    `insert into person (id, name, email, email_verified, role, two_factor_enabled, created_at, updated_at)
     values ('ava', 'Ava', 'ava@tractops.com', true, 'agent', true, '2026-01-01', '2026-01-01')`,
  )
  const folders: string[] = []
  for (let n = 0; n < 2; n++) {
    folders.push(mkdtempSync(join(tmpdir(), 'tractops-two-')))
    const env = {
      ...{
        DATABASE_URL: p.config.databaseUrl!,
        DATA_DIR: folders[n]!,
        SECRET_KEY,
        SMTP_URL: out.url,
        LOG_LEVEL: 'fatal',
      },
      ...{
        PORT: String(await freePort()),
        SMTP_PORT: String(await freePort()),
        PRACTICE_PORT: '0',
        WEBHOOKS_ALLOW: '127.0.0.1',
      },
    }
    programs.push(new Program({ args: ['service/src/main.ts'], env, ready: /^ready /, hear: () => {} }))
  }
  await Promise.all(programs.map((one) => one.start()))
  const desk = {
    ...{ policies: defaultPolicies(), queue: p.queue, secretKey: SECRET_KEY, url: 'http://localhost' },
    ...{ from: 'TractOps <contact@tractops.com>', zone: 'America/Los_Angeles' },
    store: attachmentStore({ folder: join(folders[0]!, 'attachments'), maxBytes: 1_000, bucket: null }, () =>
      p.clock.now(),
    ),
  }
  const ava = { kind: 'person', id: 'ava', name: 'Ava' } as const
  const port = (receiver.address() as { port: number }).port
  await inTransaction(p, ava, (ctx) =>
    makeWebhook(ctx, { url: `http://127.0.0.1:${port}/`, topics: ['tickets'] }, { secretKey: SECRET_KEY }),
  )
  // What was asked an hour and a half ago is late at once, and what was asked three quarters of an hour ago is at its warning.
  const ids: string[] = []
  for (let n = 0; n < TICKETS; n++) {
    const receivedAt = p.clock.now().subtract({ minutes: n % 2 === 0 ? 90 : 46 })
    const { id } = await inTransaction(p, { kind: 'system', name: 'test' }, (ctx) =>
      openTicket(ctx, desk, {
        ...{
          subject: `Question ${n}`,
          text: 'Hello',
          channel: 'mail',
          severity: 'P1',
          receivedAt,
          attachments: [],
        },
        ...{
          requester: { name: 'Carla', email: `carla${n}@example.com` },
          idempotencyKey: `test/${n}`,
          automatic: false,
        },
      }),
    )
    ids.push(id)
  }
  const sent = () => out.mails.map(({ to, subject }) => `${[to!].flat()[0]!.text} ${subject}`)
  await vi.waitFor(
    () => expect(sent().filter((one) => /Not answered|time is left/.test(one))).toHaveLength(TICKETS),
    PATIENCE,
  )
  for (const [n, ticketId] of ids.entries())
    await inTransaction(p, ava, (ctx) =>
      replyToTicket(ctx, desk, {
        ticketId,
        text: 'Done.',
        public: true,
        attachments: [],
        idempotencyKey: `reply/${n}`,
      }),
    )
  await vi.waitFor(async () => {
    const { rows } = await p.pool.query('select from ticket where responded_at is null')
    expect(rows).toHaveLength(0)
  }, PATIENCE)
  for (const ticketId of ids) await inTransaction(p, ava, (ctx) => closeTicket(ctx, desk, { ticketId }))
  const settled = async () => {
    const { rows } = await p.pool.query(
      `select (select count(*)::int from outgoing_mail where accepted_at is null) as mails,
         (select count(*)::int from webhook_delivery where delivered_at is null) as told,
         (select count(*)::int from ticket_event) + (select count(*)::int from ticket_message where public) as all,
         (select count(*)::int from webhook_delivery) as deliveries`,
    )
    return rows[0]
  }
  await vi.waitFor(async () => {
    const { mails, told, deliveries } = await settled()
    expect([mails, told, deliveries >= TICKETS * 5]).toEqual([0, 0, true])
    expect(heard.filter((one) => one.startsWith('ticket.closed'))).toHaveLength(TICKETS)
  }, PATIENCE)
  await Promise.all(programs.map((one) => one.end('SIGTERM')))
  // Of each question: its arrival, that it is urgent, that its time runs out, its answer, and how it was.
  expect(sent()).toHaveLength(TICKETS * 5)
  expect(new Set(out.mails.map(({ messageId }) => messageId)).size).toBe(TICKETS * 5)
  expect(heard.length).toBe(new Set(heard).size)
  for (const type of ['ticket.breached', 'ticket.warned', 'ticket.answered', 'ticket.closed'])
    expect([type, heard.filter((one) => one.startsWith(`${type} `)).length]).toEqual([
      type,
      type === 'ticket.breached' ? TICKETS / 2 : TICKETS,
    ])
  receiver.close()
  await out.close()
  await p.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}, 180_000)
